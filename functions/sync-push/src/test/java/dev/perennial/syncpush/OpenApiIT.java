package dev.perennial.syncpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.OpenApiDocument;
import dev.perennial.api.testkit.TestIssuer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/**
 * Every answer of every operation is seen here and is as it is described, and no other is given.
 */
class OpenApiIT {

  private static final String NOWHERE = "http://127.0.0.1:1/jwks";
  private static final String GONE = "/v1/sync?since=7";

  private final TreeSet<String> seen = new TreeSet<>();
  private final Map<String, String> ada =
      Map.of("Authorization", TestIssuer.authorization("ada-" + UUID.randomUUID()));

  @Test
  void every_answer_of_every_operation_is_as_described_and_no_other_is_given() {
    try (var server = Server.start(Map.of("STREAM_SECONDS", "1"))) {
      seeEverything(server, ada);
      seeEverything(server, Map.of());
      see(server, "GET", "/v1/sync?since=x", ada);
      see(server, "GET", "/v1/sync/stream?since=x", ada);
      see(server, "GET", GONE, ada);
    }
    try (var hasty =
        Server.start(
            Map.of("RATE_LIMIT_BURST", "1", "RATE_LIMIT_PER_SECOND", "1"), StandingClock.class)) {
      see(hasty, "GET", "/v1/sync", ada);
      seeEverything(hasty, ada);
    }
    try (var alone = Server.start(Map.of("OIDC_JWKS_URI", NOWHERE))) {
      seeEverything(alone, ada);
    }

    assertThat(seen).isEqualTo(OpenApiDocument.answers());
  }

  @Test
  void every_reference_of_the_document_leads_somewhere() {
    assertThat(OpenApiDocument.danglingReferences()).isEmpty();
  }

  private void seeEverything(Server server, Map<String, String> headers) {
    see(server, "GET", "/v1/sync", headers);
    see(server, "GET", "/v1/sync/stream", headers);
    see(server, "POST", "/v1/sync/ticket", headers);
  }

  private void see(Server server, String method, String path, Map<String, String> headers) {
    var status = server.ask(method, path, headers).statusCode();
    seen.add(method + " " + OpenApiDocument.template(path).orElseThrow() + " " + status);
  }

  /** A moment that does not pass, so that no bucket fills up again. */
  @Configuration(proxyBeanMethods = false)
  @Import(Main.class)
  static class StandingClock {

    @Bean
    @Primary
    InstantSource standing() {
      return InstantSource.fixed(Instant.now());
    }
  }
}
