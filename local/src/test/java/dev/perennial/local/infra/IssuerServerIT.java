package dev.perennial.local.infra;

import static java.net.http.HttpResponse.BodyHandlers.discarding;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.perennial.embedded.Ports;
import java.io.BufferedReader;
import java.io.IOException;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class IssuerServerIT {

  private static final JsonMapper JSON = new JsonMapper();

  // From RFC 7636, appendix B.
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

  @TempDir Path directory;
  private final int port = Ports.free();

  @Test
  void a_token_names_its_user_and_is_valid_for_an_hour() throws Exception {
    try (IssuerServer issuer = started()) {
      JWTClaimsSet claims = SignedJWT.parse(issuer.token("ada")).getJWTClaimsSet();

      assertThat(claims.getSubject()).isEqualTo("ada");
      assertThat(claims.getIssuer()).isEqualTo(issuer.url());
      assertThat(claims.getAudience()).containsExactly(IssuerServer.AUDIENCE);
      assertThat(
              Duration.between(
                  claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()))
          .hasHours(1);
      assertThat(claims.getClaim("roles")).isNull();
      assertThat(SignedJWT.parse(issuer.token("root")).getJWTClaimsSet().getClaim("roles"))
          .isEqualTo(List.of("admin"));
    }
  }

  /** As the app does it: a code for a click on a name, and tokens for the code and its verifier. */
  @Test
  void a_person_signs_in_by_a_click_on_a_name() throws Exception {
    try (IssuerServer issuer = started();
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(client.send(get(authorize(issuer)), BodyHandlers.ofString()).body())
          .contains("value=\"ada\"", "value=\"grace\"", "{&quot;roles&quot;:[&quot;admin&quot;]}");

      JsonNode tokens = JSON.readTree(exchange(client, issuer, VERIFIER).body());

      JWTClaimsSet claims =
          SignedJWT.parse(tokens.path("access_token").asString()).getJWTClaimsSet();
      assertThat(claims.getSubject()).isEqualTo("root");
      assertThat(claims.getIssuer()).isEqualTo(issuer.url());
      assertThat(claims.getAudience()).containsExactly(IssuerServer.AUDIENCE);
      assertThat(claims.getClaim("roles")).isEqualTo(List.of("admin"));
      assertThat(exchange(client, issuer, "x".repeat(43)).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void a_refresh_token_is_good_once() throws Exception {
    try (IssuerServer issuer = started();
        HttpClient client = HttpClient.newHttpClient()) {
      var first = JSON.readTree(exchange(client, issuer, VERIFIER).body()).path("refresh_token");

      var second = refresh(client, issuer, first.asString());

      assertThat(second.statusCode()).isEqualTo(200);
      assertThat(JSON.readTree(second.body()).path("refresh_token")).isNotEqualTo(first);
      assertThat(refresh(client, issuer, first.asString()).statusCode()).isEqualTo(400);
    }
  }

  private static String authorize(IssuerServer issuer) {
    return issuer.url()
        + "/authorize?client_id=perennial-web&response_type=code&scope=openid&state=s&nonce=n"
        + "&redirect_uri=http://localhost/signed-in&code_challenge_method=S256&code_challenge="
        + CHALLENGE;
  }

  /** Clicks on root and exchanges the code. */
  private static HttpResponse<String> exchange(
      HttpClient client, IssuerServer issuer, String verifier) throws Exception {
    var redirect =
        client.send(
            form(authorize(issuer), "username=root&claims=%7B%22roles%22%3A%5B%22admin%22%5D%7D"),
            BodyHandlers.ofString());
    var location = redirect.headers().firstValue("Location").orElseThrow();
    var body =
        "grant_type=authorization_code&client_id=perennial-web&code="
            + location.replaceAll(".*code=([^&]*).*", "$1")
            + "&redirect_uri=http://localhost/signed-in&code_verifier="
            + verifier;
    return client.send(form(issuer.url() + "/token", body), BodyHandlers.ofString());
  }

  private static HttpResponse<String> refresh(HttpClient client, IssuerServer issuer, String token)
      throws Exception {
    return client.send(
        form(
            issuer.url() + "/token",
            "grant_type=refresh_token&client_id=perennial-web&refresh_token=" + token),
        BodyHandlers.ofString());
  }

  private static HttpRequest get(String url) {
    return HttpRequest.newBuilder(URI.create(url)).build();
  }

  private static HttpRequest form(String url, String body) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  @Test
  void an_unknown_user_gets_no_token() {
    try (IssuerServer issuer = started()) {
      assertThatThrownBy(() -> issuer.token("eve"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ada, grace, root");
    }
  }

  @Test
  void a_token_is_still_valid_after_a_restart() throws Exception {
    SignedJWT token;
    try (IssuerServer issuer = started()) {
      token = SignedJWT.parse(issuer.token("ada"));
    }

    try (IssuerServer issuer = started()) {
      var keys = JWKSet.load(URI.create(issuer.keysUrl()).toURL());
      JWK key = keys.getKeyByKeyId(token.getHeader().getKeyID());
      assertThat(token.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
      assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo(issuer.url());
    }
  }

  @Test
  void a_request_of_a_web_page_is_refused() throws Exception {
    try (IssuerServer issuer = started();
        HttpClient client = HttpClient.newHttpClient()) {
      var token =
          HttpRequest.newBuilder(URI.create(issuer.url() + "/token"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(
                  BodyPublishers.ofString(
                      "grant_type=client_credentials&client_id=root&client_secret=a&scope=a"));

      assertThat(client.send(token.copy().build(), discarding()).statusCode()).isEqualTo(200);
      for (String origin : List.of("https://evil.example", "null")) {
        assertThat(
                client
                    .send(token.copy().header("Origin", origin).build(), discarding())
                    .statusCode())
            .isEqualTo(403);
      }
      for (String path : List.of("/jwks", "/token", "/.well-known/openid-configuration")) {
        assertThat(statusLine("GET /perennial" + path + " HTTP/1.1\nHost: evil.example\n\n"))
            .startsWith("HTTP/1.1 403");
      }
    }
  }

  private String statusLine(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(request.replace("\n", "\r\n").getBytes());
      return new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();
    }
  }

  private IssuerServer started() {
    var issuer = new IssuerServer(directory.resolve("issuer-key.json"), port);
    issuer.start();
    return issuer;
  }
}
