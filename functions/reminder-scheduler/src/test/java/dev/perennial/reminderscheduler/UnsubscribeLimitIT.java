package dev.perennial.reminderscheduler;

import static dev.perennial.events.EventType.PROFILE_UPDATED;
import static dev.perennial.reminderscheduler.Scene.TOKYO;
import static dev.perennial.reminderscheduler.Shared.EVENTS;
import static dev.perennial.reminderscheduler.Shared.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.OpenApiDocument;
import dev.perennial.runtime.testkit.Http;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Guessing the token of an unsubscribe link is limited, and the real link still works. */
class UnsubscribeLimitIT {

  private static final OpenApiDocument DOCUMENT = OpenApiDocument.of("Reminders");
  private static final String PATH = "/v1/reminders/unsubscribe/%s?kind=digest";

  @Test
  void too_many_guesses_are_refused_and_the_real_link_is_not() {
    String ada = "ada-" + UUID.randomUUID();
    EVENTS.profile(PROFILE_UPDATED, Events.profile(ada, 1, TOKYO), Instant.now());
    String token =
        POSTGRES
            .column(
                "SELECT unsubscribe_token FROM reminders.people WHERE user_id = '%s'"
                    .formatted(ada))
            .getFirst();
    try (var function =
        Shared.another(Map.of("FAILURE_LIMIT_BURST", "5", "FAILURE_LIMIT_PER_SECOND", "1"))) {
      var http = Http.to(function.port());
      List<Integer> guesses = new ArrayList<>();
      while (!guesses.contains(429) && guesses.size() < 1_000) {
        guesses.add(get(http, UUID.randomUUID().toString()).statusCode());
      }

      assertThat(guesses).containsOnly(404, 429).hasSizeGreaterThanOrEqualTo(6);
      assertThat(get(http, token).statusCode()).isEqualTo(200);
    }
  }

  private static HttpResponse<String> get(Http http, String token) {
    String path = PATH.formatted(token);
    HttpResponse<String> answer = http.send("GET", path, Map.of(), "");
    String template = DOCUMENT.template(path).orElseThrow();
    assertThat(DOCUMENT.violations("GET", template, answer)).as(answer.body()).isEmpty();
    return answer;
  }
}
