package dev.perennial.syncpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.HeadContract;
import dev.perennial.api.testkit.QueryContract;
import dev.perennial.api.testkit.TestIssuer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Provokes every response of every operation and checks that it is described, and that no other is.
 */
class OpenApiIT {

  private static final String NOWHERE = "http://127.0.0.1:1/jwks";
  private static final String GONE = "/v1/sync?since=7";

  private final TreeSet<String> seen = new TreeSet<>();
  private final Map<String, String> ada =
      Map.of("Authorization", TestIssuer.authorization("ada-" + UUID.randomUUID()));

  @Test
  void every_response_of_every_operation_is_described_and_no_other_is_sent() {
    try (var server = Server.start(Map.of("STREAM_SECONDS", "1"))) {
      callEverything(server, ada);
      callEverything(server, Map.of());
      see(server, "GET", "/v1/sync?since=x", ada);
      see(server, "GET", "/v1/sync/stream?since=x", ada);
      see(server, "GET", GONE, ada);
      QueryContract.check(Server.DOCUMENT, (method, path) -> see(server, method, path, ada));
      HeadContract.check(
          Server.DOCUMENT, (method, path) -> server.http().send(method, path, ada, ""));
    }
    try (var limited =
        Server.start(
            Map.of("RATE_LIMIT_BURST", "1", "RATE_LIMIT_PER_SECOND", "1"),
            InstantSource.fixed(Instant.now()))) {
      see(limited, "GET", "/v1/sync", ada);
      callEverything(limited, ada);
    }
    try (var alone = Server.start(Map.of("OIDC_JWKS_URI", NOWHERE))) {
      callEverything(alone, ada);
    }

    assertThat(seen).isEqualTo(Server.DOCUMENT.responses());
  }

  private void callEverything(Server server, Map<String, String> headers) {
    see(server, "GET", "/v1/sync", headers);
    see(server, "GET", "/v1/sync/stream", headers);
    see(server, "POST", "/v1/sync/ticket", headers);
  }

  private HttpResponse<String> see(
      Server server, String method, String path, Map<String, String> headers) {
    var response = server.ask(method, path, headers);
    var template = Server.DOCUMENT.template(path).orElseThrow();
    seen.add(method + " " + template + " " + response.statusCode());
    return response;
  }
}
