package dev.perennial.taskinsights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.HeadContract;
import dev.perennial.api.testkit.QueryContract;
import dev.perennial.runtime.testkit.TestPostgres;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Provokes every response of every operation and checks that it is described, and that no other is.
 */
class OpenApiIT {

  private static final String NOWHERE = "http://127.0.0.1:1/jwks";
  private static final String FIGURES = "/v1/insights";
  private static final String REBUILD = "/v1/insights/rebuild";

  private static final TestPostgres POSTGRES = TestPostgres.shared();

  private final TreeSet<String> seen = new TreeSet<>();
  private final String ada = "ada-" + UUID.randomUUID();

  @Test
  void every_response_of_every_operation_is_described_and_no_other_is_sent() {
    try (var server = Server.start()) {
      see(server, "GET", FIGURES, server.as(ada));
      see(server, "GET", FIGURES, accepting("text/csv", server.as(ada)));
      see(server, "GET", FIGURES, accepting("image/png", server.as(ada)));
      see(server, "GET", FIGURES + "?owner=grace", server.as(ada));
      see(server, "GET", FIGURES, Map.of());
      see(server, "POST", REBUILD + "?owner=" + ada, server.admin());
      POSTGRES.execute(
          "INSERT INTO insights.rebuilds VALUES (true, gen_random_uuid(), now() + interval '1"
              + " hour')");
      see(server, "POST", REBUILD, server.admin());
      POSTGRES.execute("DELETE FROM insights.rebuilds");
      see(server, "POST", REBUILD, server.as(ada));
      see(server, "POST", REBUILD, Map.of());
      QueryContract.check(
          Server.DOCUMENT, (method, path) -> see(server, method, path, server.admin()));
      HeadContract.check(
          Server.DOCUMENT, (method, path) -> server.http().send(method, path, server.as(ada), ""));
    }
    try (var limited =
        Server.start(Map.of("RATE_LIMIT_BURST", "1", "RATE_LIMIT_PER_SECOND", "1"))) {
      see(limited, "GET", FIGURES, limited.as(ada));
      see(limited, "GET", FIGURES, limited.as(ada));
      see(limited, "POST", REBUILD, limited.as(ada));
    }
    try (var alone = Server.start(Map.of("OIDC_JWKS_URI", NOWHERE))) {
      see(alone, "GET", FIGURES, alone.as(ada));
      see(alone, "POST", REBUILD, alone.as(ada));
    }

    assertThat(seen).isEqualTo(Server.DOCUMENT.responses());
  }

  private static Map<String, String> accepting(String type, Map<String, String> headers) {
    var all = new HashMap<>(headers);
    all.put("Accept", type);
    return all;
  }

  private HttpResponse<String> see(
      Server server, String method, String path, Map<String, String> headers) {
    var response = server.ask(method, path, headers);
    var template = Server.DOCUMENT.template(path).orElseThrow();
    seen.add(method + " " + template + " " + response.statusCode());
    return response;
  }
}
