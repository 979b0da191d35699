package dev.perennial.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.runtime.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WebServerIT {

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PORT", "0",
          "BIND_ADDRESS", "127.0.0.1",
          "OIDC_ISSUER", "https://issuer.example.org/perennial",
          "OIDC_AUDIENCE", "perennial",
          "WEB_ISSUER_ORIGINS", "https://keys.example.org");

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static WebServer server;

  @BeforeAll
  static void start() {
    server = WebServer.start(new Settings("web", ENVIRONMENT));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/today", "/list/5b7c0f2e-3a4d-5c6e-8f70-1a2b3c4d5e6f", "/signed-in"})
  void every_view_is_the_page_which_is_asked_for_each_time(String path) throws Exception {
    var page = get(path);

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "Content-Type")).isEqualTo("text/html;charset=utf-8");
    assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
    assertThat(text(page)).contains("<script type=\"module\"");
  }

  @Test
  void what_the_page_names_is_cached_for_ever() throws Exception {
    var script = get(script());

    assertThat(script.statusCode()).isEqualTo(200);
    assertThat(header(script, "Content-Type")).isEqualTo("text/javascript;charset=utf-8");
    assertThat(header(script, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(get("/sw.js"), "Cache-Control")).isEqualTo("no-cache");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/assets/index-00000000.js", "/assets/x", "/favicon.ico", "/files.txt"})
  void a_file_that_does_not_exist_is_404_and_never_the_page(String path) throws Exception {
    var missing = get(path);

    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(text(missing)).contains(path).doesNotContain("<html");
    assertThat(header(missing, "Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void a_file_is_sent_compressed_as_the_client_accepts_it() throws Exception {
    var plain = get(script());
    var gzip = get(script(), "Accept-Encoding", "gzip");
    var brotli = get(script(), "Accept-Encoding", "gzip, deflate, br;q=0.5");
    var refused = get(script(), "Accept-Encoding", "br;q=0, gzip;q=0.0");

    assertThat(header(plain, "Content-Encoding")).isEmpty();
    assertThat(header(gzip, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(brotli, "Content-Encoding")).isEqualTo("br");
    assertThat(header(refused, "Content-Encoding")).isEmpty();
    assertThat(List.of(plain, gzip, brotli))
        .allSatisfy(each -> assertThat(header(each, "Vary")).isEqualTo("Accept-Encoding"));
    assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes())
        .isEqualTo(plain.body());
    assertThat(brotli.body().length).isLessThan(gzip.body().length);
  }

  @Test
  void a_client_that_has_the_file_gets_304() throws Exception {
    var page = get("/");
    var etag = header(page, "ETag");

    assertThat(get("/", "If-None-Match", etag).statusCode()).isEqualTo(304);
    assertThat(get("/", "If-None-Match", "\"x\", W/" + etag).statusCode()).isEqualTo(304);
    assertThat(get("/", "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
    assertThat(header(get("/", "Accept-Encoding", "gzip"), "ETag")).isNotEqualTo(etag);
  }

  @Test
  void the_page_loads_nothing_but_its_own_files_and_talks_to_nobody_but_the_issuer()
      throws Exception {
    var page = get("/");

    assertThat(header(page, "Content-Security-Policy").split("; "))
        .contains(
            "default-src 'none'",
            "script-src 'self'",
            "connect-src 'self' https://issuer.example.org https://keys.example.org",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'")
        .noneMatch(directive -> directive.contains("unsafe"));
    assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(page, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(header(get("/assets/none.js"), "X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void the_app_is_told_how_people_sign_in() throws Exception {
    var configuration = get("/config.json");

    assertThat(text(configuration))
        .contains(
            "\"issuer\":\"https://issuer.example.org/perennial\"",
            "\"clientId\":\"perennial-web\"",
            "\"audience\":\"perennial\"");
    assertThat(header(configuration, "Cache-Control")).isEqualTo("no-cache");
  }

  @Test
  void only_get_and_head_are_possible() throws Exception {
    var head = send(HttpRequest.newBuilder(uri("/")).HEAD());
    var post = send(HttpRequest.newBuilder(uri("/")).POST(BodyPublishers.ofString("{}")));

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(header(post, "Allow")).isEqualTo("GET, HEAD");
  }

  @Test
  void it_is_ready_until_it_stops() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(get("/health/other").statusCode()).isEqualTo(404);
  }

  @Test
  void an_issuer_that_is_no_url_is_named() {
    assertThatThrownBy(
            () -> SignIn.of(new Settings("web", Map.of("OIDC_ISSUER", "issuer.example.org"))))
        .hasMessageContaining("OIDC_ISSUER")
        .hasMessageContaining("https://issuer.example.org");
  }

  private static String script() throws Exception {
    var page = text(get("/"));
    return page.replaceAll("(?s).*src=\"(/assets/[^\"]+\\.js)\".*", "$1");
  }

  private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(uri(path));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
