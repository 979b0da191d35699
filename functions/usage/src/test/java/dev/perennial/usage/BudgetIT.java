package dev.perennial.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Budgets. */
class BudgetIT {

  private final UsageFunction usage = UsageFunction.shared();
  private final String ada = "ada-" + UUID.randomUUID();

  @Test
  void a_threshold_is_reported_once_in_a_month() {
    // One record costs 0.000000129221.
    set("0.000000250000");
    assertThat(reported()).isEmpty();
    Invoked.by(ada, Instant.now()).record();
    usage.tick();
    assertThat(reported()).containsExactly(50);
    usage.tick();
    assertThat(reported()).containsExactly(50);
    Invoked.by(ada, Instant.now()).record();
    usage.tick();

    assertThat(reported()).containsExactly(50, 80, 100);
  }

  @Test
  void a_budget_that_is_already_spent_is_reported_when_it_is_set() {
    Invoked.by(ada, Instant.now()).record();

    JsonNode budget = set("0.000000100000");

    assertThat(budget.required("spent").asString()).isEqualTo("0.000000129221");
    assertThat(reported()).containsExactly(50, 80, 100);
  }

  @Test
  void a_budget_is_read_as_it_was_set() {
    assertThat(usage.get(ada, "/v1/me/budget").statusCode()).isEqualTo(404);
    put("{\"monthly\": \"1.5\", \"currency\": \"USD\", \"alertAt\": [90, 10]}");

    JsonNode budget = usage.json(ada, "/v1/me/budget");

    assertThat(budget.required("monthly").asString()).isEqualTo("1.500000000000");
    assertThat(budget.required("alertAt").toString()).isEqualTo("[10,90]");
    assertThat(usage.json("root", "/v1/me/budget?owner=" + ada)).isEqualTo(budget);
    assertThat(usage.get("mallory", "/v1/me/budget?owner=" + ada).statusCode()).isEqualTo(400);
    assertThat(
            usage
                .put(
                    "mallory",
                    "/v1/me/budget?owner=" + ada,
                    "{\"monthly\":\"1\",\"currency\":\"USD\"}")
                .statusCode())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"monthly\": \"0\", \"currency\": \"USD\"}",
        "{\"monthly\": \"-1\", \"currency\": \"USD\"}",
        "{\"monthly\": 1.5, \"currency\": \"USD\"}",
        "{\"monthly\": \"0.1234567890123\", \"currency\": \"USD\"}",
        "{\"monthly\": \"1\", \"currency\": \"EUR\"}",
        "{\"monthly\": \"1\", \"currency\": \"USD\", \"alertAt\": [0]}",
        "{\"monthly\": \"1\", \"currency\": \"USD\", \"alertAt\": [50, 50]}",
        "{\"monthly\": \"1\", \"currency\": \"USD\", \"limit\": true}",
      })
  void an_invalid_budget_is_refused(String body) {
    assertThat(usage.put(ada, "/v1/me/budget", body).statusCode()).isEqualTo(400);
  }

  private JsonNode set(String monthly) {
    return put("{\"monthly\": \"%s\", \"currency\": \"USD\"}".formatted(monthly));
  }

  private JsonNode put(String body) {
    assertThat(usage.put(ada, "/v1/me/budget", body).statusCode()).isEqualTo(200);
    return usage.json(ada, "/v1/me/budget");
  }

  private List<Integer> reported() {
    return UsageFunction.emitted(EventType.BUDGET_REACHED, ada).stream()
        .map(payload -> payload.at("/budget/threshold").asInt())
        .toList();
  }
}
