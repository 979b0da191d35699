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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuerIT {

  @TempDir Path directory;
  private final int port = Ports.free();

  @Test
  void a_token_names_its_user_and_is_valid_for_an_hour() throws Exception {
    try (Issuer issuer = started()) {
      JWTClaimsSet claims = SignedJWT.parse(issuer.token("ada")).getJWTClaimsSet();

      assertThat(claims.getSubject()).isEqualTo("ada");
      assertThat(claims.getIssuer()).isEqualTo(issuer.url());
      assertThat(claims.getAudience()).containsExactly(Issuer.AUDIENCE);
      assertThat(
              Duration.between(
                  claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()))
          .hasHours(1);
      assertThat(claims.getClaim("roles")).isNull();
      assertThat(SignedJWT.parse(issuer.token("root")).getJWTClaimsSet().getClaim("roles"))
          .isEqualTo(List.of("admin"));
    }
  }

  @Test
  void an_unknown_user_gets_no_token() {
    try (Issuer issuer = started()) {
      assertThatThrownBy(() -> issuer.token("eve"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ada, grace, root");
    }
  }

  @Test
  void a_token_is_still_valid_after_a_restart() throws Exception {
    SignedJWT token;
    try (Issuer issuer = started()) {
      token = SignedJWT.parse(issuer.token("ada"));
    }

    try (Issuer issuer = started()) {
      var keys = JWKSet.load(URI.create(issuer.keysUrl()).toURL());
      JWK key = keys.getKeyByKeyId(token.getHeader().getKeyID());
      assertThat(token.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
      assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo(issuer.url());
    }
  }

  @Test
  void a_request_of_a_web_page_is_refused() throws Exception {
    try (Issuer issuer = started();
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

  private Issuer started() {
    var issuer = new Issuer(directory.resolve("issuer-key.json"), port);
    issuer.start();
    return issuer;
  }
}
