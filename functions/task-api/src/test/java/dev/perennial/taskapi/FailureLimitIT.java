package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionServer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Guessing tokens is limited, for all clients together and with a fixed clock. */
class FailureLimitIT {

  @Test
  void too_many_requests_without_a_valid_token_are_refused_and_those_with_one_are_not() {
    var env = new HashMap<>(Api.issuer());
    env.putAll(Map.of("FAILURE_LIMIT_BURST", "5", "FAILURE_LIMIT_PER_SECOND", "1"));
    try (var function =
        FunctionServer.start(
            TestPostgres.shared().settings("task-api", env),
            InstantSource.fixed(Instant.now()),
            Main::wire)) {
      var user = Api.in(Http.to(function.port()), "user-" + UUID.randomUUID());
      var guesser =
          Api.in(Http.to(function.port()))
              .with("Authorization", "Bearer eyJhbGciOiJSUzI1NiJ9.e30.x");
      var nobody = Api.in(Http.to(function.port())).with("Authorization", null);
      user.get("/v1/tasks").expect(200);
      for (int i = 0; i < 5; i++) {
        (i % 2 == 0 ? guesser : nobody).get("/v1/tasks").expect(401);
      }

      var refused = guesser.get("/v1/tasks").expect(429);

      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(refused.header("WWW-Authenticate")).contains("invalid_token");
      user.get("/v1/tasks").expect(200);
    }
  }
}
