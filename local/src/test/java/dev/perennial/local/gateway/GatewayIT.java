package dev.perennial.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.embedded.ChildProcesses;
import dev.perennial.embedded.Ports;
import dev.perennial.embedded.StartupException;
import dev.perennial.local.capture.BoundedHistory;
import dev.perennial.local.capture.CaptureServer;
import dev.perennial.local.capture.InjectedFailure;
import dev.perennial.local.eventing.PingStatus;
import dev.perennial.local.infra.IssuerServer;
import dev.perennial.local.manifest.Route;
import dev.perennial.local.manifest.Route.PathMatch.Prefix;
import dev.perennial.local.manifest.Route.Rule;
import dev.perennial.local.manifest.Service;
import dev.perennial.local.serving.RequestLog;
import dev.perennial.local.serving.Services;
import dev.perennial.local.serving.Serving;
import dev.perennial.local.serving.StandInLauncher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  @TempDir static Path directory;
  private static final TestCapture CAPTURE = new TestCapture();
  private static final PingEndpoint PINGS =
      new PingEndpoint(
          () ->
              List.of(
                  new PingStatus(
                      "alarm", "*/15 * * * *", "UTC", Instant.parse("2026-11-21T10:15:00Z"))),
          "alarm"::equals);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static Serving serving;
  private static IssuerServer issuer;
  private static Gateway gateway;

  @BeforeAll
  static void open() {
    Service service = Services.service(0, TIMEOUT, 0);
    var launcher = new StandInLauncher(new ChildProcesses(directory));
    serving =
        new Serving(
            List.of(service), launcher, Duration.ofHours(1), TIMEOUT, InstantSource.system());
    issuer = new IssuerServer(directory.resolve("issuer-key.json"), Ports.free());
    issuer.start();
    gateway = Gateway.bind(0);
    var route =
        new Route("perennial", List.of(new Rule(List.of(new Prefix("/v1")), service.name())));
    gateway.open(
        List.of(route),
        List.of(service),
        serving,
        new LocalEndpoints(
            issuer,
            () -> Map.of("functions", serving.status()),
            Map.of(),
            Map.of("things", new CaptureEndpoint(CAPTURE), "pingsources", PINGS)),
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
  }

  @AfterAll
  static void close() {
    gateway.close();
    serving.close();
    issuer.close();
  }

  @Test
  void a_request_that_a_function_got_is_counted_and_one_without_a_route_is_not() throws Exception {
    send(request("/v1/echo/a").GET());
    long before = counted();

    send(request("/v1/echo/a").GET());
    send(request("/v1/echo/b").HEAD());
    send(request("/v2/nowhere").GET());
    send(request("/local/status").GET());

    assertThat(counted()).isEqualTo(before + 2);
  }

  private static long counted() {
    return serving.requests().items().stream().mapToLong(RequestLog.Requests::requests).sum();
  }

  @Test
  void method_target_body_and_headers_are_forwarded() throws Exception {
    HttpResponse<String> response =
        send(
            request("/v1/echo/a%20b?c=%26d")
                .method("PATCH", BodyPublishers.ofString("{}"))
                .header("If-Match", "\"7\""));

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.body()).isEqualTo("{}");
    assertThat(response.headers().firstValue("Echo-Method")).contains("PATCH");
    assertThat(response.headers().firstValue("Echo-Target")).contains("/v1/echo/a%20b?c=%26d");
    assertThat(response.headers().firstValue("Echo-If-Match")).contains("\"7\"");
  }

  @Test
  void an_encoded_slash_is_part_of_a_path_element_and_forwarded_as_it_is() throws Exception {
    assertThat(send(request("/v1/echo/https%3A%2F%2Fidp%2F7")).headers().firstValue("Echo-Target"))
        .contains("/v1/echo/https%3A%2F%2Fidp%2F7");
    assertProblem(send(request("/v1%2Fecho")), 404, "no route");
  }

  @Test
  void a_chunked_body_is_forwarded() throws Exception {
    String body = "x".repeat(100_000);

    HttpResponse<String> response =
        send(request("/v1/echo").POST(BodyPublishers.ofByteArrays(List.of(body.getBytes()))));

    assertThat(response.body()).isEqualTo(body);
  }

  @Test
  void forwarded_headers_are_set_and_hop_by_hop_headers_are_dropped() throws Exception {
    HttpResponse<String> response =
        send(request("/v1/echo").header("X-Forwarded-For", "10.0.0.1").header("TE", "trailers"));

    assertThat(response.headers().allValues("Echo-X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(response.headers().firstValue("Echo-X-Forwarded-Host"))
        .contains(gateway.address().getAuthority());
    assertThat(response.headers().firstValue("Echo-Te")).isEmpty();
    assertThat(response.headers().firstValue("Echo-Upgrade")).isEmpty();
  }

  @Test
  void a_stream_is_forwarded_as_it_comes_and_ends_with_its_client() throws Exception {
    HttpResponse<InputStream> response =
        CLIENT.send(request("/v1/stream?20").build(), BodyHandlers.ofInputStream());

    try (InputStream body = response.body()) {
      assertThat(body.readNBytes(12)).asString().isEqualTo("data: tick\n\n");
      assertThat(openStreams()).isEqualTo("1");
    }

    await("the function to notice the closed connection")
        .atMost(Duration.ofSeconds(60))
        .until(() -> openStreams().equals("0"));
  }

  @Test
  void a_path_without_a_route_is_404() throws Exception {
    assertProblem(send(request("/v2/tasks")), 404, "/v2/tasks");
  }

  @Test
  void a_path_with_parent_segments_is_refused() throws Exception {
    assertProblem(send(request("/v1/%2e%2e/health/ready")), 400, "must not contain ..");
  }

  @Test
  void a_response_after_the_service_timeout_is_504() throws Exception {
    var response = send(request("/v1/slow?10000"));

    assertProblem(response, 504, "stand-in");
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
  }

  @Test
  void a_function_that_dies_during_a_request_is_502() throws Exception {
    assertProblem(send(request("/v1/crash")), 502, "stand-in");

    // A request that arrives before the end of the process is noticed is 502 as well.
    await("a later request")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(send(request("/v1/pid")).statusCode()).isEqualTo(200));
  }

  @ParameterizedTest
  @CsvSource({"GET, true", "PUT, true", "DELETE, true", "POST, false", "PATCH, false"})
  void a_request_that_may_have_been_executed_is_to_be_repeated_only_if_that_is_safe(
      String method, boolean isRepeatable) throws Exception {
    var response = send(request("/v1/hang-up").method(method, BodyPublishers.noBody()));

    assertProblem(response, 502, "stand-in");
    assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(isRepeatable);
  }

  @Test
  void a_request_with_an_idempotency_key_may_be_repeated() throws Exception {
    HttpResponse<String> response =
        send(
            request("/v1/hang-up")
                .header("Idempotency-Key", "1")
                .POST(BodyPublishers.ofString("{}")));

    assertProblem(response, 502, "stand-in");
    assertThat(response.headers().firstValue("Retry-After")).contains("1");
  }

  @ParameterizedTest
  @CsvSource({"GET, 200", "DELETE, 200", "POST, 502"})
  void a_request_on_a_kept_connection_that_is_closed_is_sent_again_if_that_is_safe(
      String method, int status) throws Exception {
    for (int i = 0; i < 2; i++) {
      assertThat(send(request("/v1/once")).statusCode()).isEqualTo(200);
    }

    assertThat(send(request("/v1/once").method(method, BodyPublishers.noBody())).statusCode())
        .isEqualTo(status);
  }

  @Test
  void a_malformed_body_is_the_clients_fault() throws Exception {
    var response =
        exchange(
            "POST /v1/slow?2000 HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\nzz\n");

    assertThat(response)
        .startsWith("HTTP/1.1 400")
        .contains("application/problem+json", "malformed");
  }

  @Test
  void a_body_that_does_not_arrive_is_a_timeout() throws Exception {
    var response =
        exchange("POST /v1/slow?60000 HTTP/1.1\nHost: localhost\nContent-Length: 10\n\nabc");

    assertThat(response).startsWith("HTTP/1.1 408").contains("application/problem+json", "slowly");
  }

  @Test
  void a_response_before_the_end_of_a_large_body_is_forwarded() throws Exception {
    var body = new byte[20 * 1024 * 1024];

    for (int i = 0; i < 10; i++) {
      var sized = send(request("/v1/refuse").POST(BodyPublishers.ofByteArray(body)));
      var chunked = send(request("/v1/refuse").POST(BodyPublishers.ofByteArrays(List.of(body))));

      assertThat(List.of(sized.statusCode(), chunked.statusCode())).containsExactly(413, 413);
      assertThat(chunked.body()).isEqualTo("too large");
    }
  }

  @Test
  void head_has_the_headers_of_the_response_and_no_body() throws Exception {
    HttpResponse<String> response =
        send(request("/v1/pid").method("HEAD", BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Length").map(Integer::valueOf))
        .hasValueSatisfying(length -> assertThat(length).isPositive());
    assertThat(response.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRACE /v1/echo HTTP/1.1\nHost: localhost\n|501",
        "GET /v1/echo HTTP/1.1\n|400",
        "GET /v1/echo HTTP/1.1\nHost: localhost\nHost: example.org\n|400",
      })
  void trace_and_requests_without_one_host_are_refused(String request) throws Exception {
    var parts = request.split("[|]");

    String response = exchange(parts[0] + "Connection: close\n\n");

    assertThat(response).startsWith("HTTP/1.1 " + parts[1]);
    assertThat(response).containsIgnoringCase("Content-Type: application/problem+json");
  }

  /** The response to these lines. */
  private static String exchange(String request) throws IOException {
    try (var socket = new Socket("localhost", gateway.address().getPort())) {
      socket.setSoTimeout(120_000);
      socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes());
      return new String(socket.getInputStream().readAllBytes());
    }
  }

  @Test
  void a_token_of_a_known_user_is_issued() throws Exception {
    HttpResponse<String> token = send(request("/local/token?user=ada"));

    assertThat(token.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
    assertThat(token.body().split("\\.")).hasSize(3);
  }

  @Test
  void a_token_of_an_unknown_user_is_refused_with_the_known_ones() throws Exception {
    assertProblem(send(request("/local/token?user=eve")), 400, "ada, grace, root");
  }

  @Test
  void the_status_lists_the_functions() throws Exception {
    assertThat(send(request("/local/status")).body()).contains("\"name\":\"stand-in\"");
  }

  @Test
  void captured_messages_are_listed_and_deleted() throws Exception {
    CAPTURE.clear();
    CAPTURE.kept.add("first");
    CAPTURE.kept.add("second");

    assertThat(send(request("/local/things")).body())
        .isEqualTo("{\"items\":[\"second\",\"first\"]}");

    assertThat(send(request("/local/things").DELETE()).statusCode()).isEqualTo(204);
    assertThat(send(request("/local/things")).body()).isEqualTo("{\"items\":[]}");
  }

  @Test
  void a_failure_can_be_injected_and_an_invalid_one_is_explained() throws Exception {
    String order = "{\"times\": 2, \"kind\": \"sometimes\"}";
    assertThat(send(change("/local/things/fail", order)).statusCode()).isEqualTo(204);
    assertThat(CAPTURE.injected).isEqualTo(new InjectedFailure(2, "sometimes", null));

    String nonsense = "{\"times\": -1}";
    assertProblem(send(change("/local/things/fail", nonsense)), 400, "times");
    assertProblem(send(request("/local/things/fail")), 405, "POST");
    assertProblem(send(request("/local/nothing")), 404, "/local/nothing");
  }

  @Test
  void ping_sources_are_listed_and_can_tick_at_once() throws Exception {
    assertThat(send(request("/local/pingsources")).body()).contains("2026-11-21T10:15:00Z");
    assertThat(send(change("/local/pingsources/alarm/tick", "")).statusCode()).isEqualTo(202);
    assertProblem(send(change("/local/pingsources/other/tick", "")), 404, "other");
  }

  @Test
  void a_request_to_another_name_of_the_loopback_address_is_refused() throws Exception {
    for (String path : List.of("/local/token?user=root", "/local/status", "/local/things")) {
      assertThat(statusLine("GET " + path + " HTTP/1.1\nHost: evil.example\n\n"))
          .startsWith("HTTP/1.1 403");
      assertThat(statusLine("GET " + path + " HTTP/1.1\nHost: localhost\n\n"))
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void a_page_of_another_origin_is_refused() throws Exception {
    assertProblem(
        send(request("/local/token?user=root").header("Origin", "https://evil.example")),
        403,
        "origin");
    assertProblem(send(change("/local/things/fail", "{}").header("Origin", "null")), 403, "origin");
    assertThat(
            send(request("/local/token?user=ada")
                    .header("Origin", "http://localhost:" + gateway.address().getPort()))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_simple_request_changes_nothing() throws Exception {
    for (String path : List.of("/local/pingsources/alarm/tick", "/local/things/fail")) {
      for (String type : List.of("text/plain", "application/x-www-form-urlencoded")) {
        assertProblem(
            send(
                request(path)
                    .POST(BodyPublishers.ofString("{\"times\": 1, \"kind\": \"a\"}"))
                    .header("Content-Type", type)),
            415,
            "application/json");
      }
      assertProblem(send(request(path).POST(BodyPublishers.noBody())), 415, "application/json");
    }
  }

  @Test
  void a_port_in_use_is_refused() {
    assertThatThrownBy(() -> Gateway.bind(gateway.address().getPort()))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("is in use");
  }

  private static String openStreams() throws IOException, InterruptedException {
    return send(request("/v1/open-streams")).body();
  }

  private static HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create(gateway.address() + target));
  }

  private static HttpRequest.Builder change(String target, String json) {
    return request(target)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(json));
  }

  private static String statusLine(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.address().getPort())) {
      socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes());
      return new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
    }
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static void assertProblem(HttpResponse<String> response, int status, String detail) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(response.body()).contains("\"status\":" + status, detail);
  }

  /** Captures what a test adds. */
  private static final class TestCapture implements CaptureServer {

    private final BoundedHistory<String> kept = new BoundedHistory<>();
    private InjectedFailure injected;

    @Override
    public List<?> items() {
      return kept.newestFirst();
    }

    @Override
    public void clear() {
      kept.clear();
    }

    @Override
    public void inject(InjectedFailure failure) {
      injected = failure;
    }
  }
}
