package dev.perennial.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
  void a_threshold_is_reported_as_soon_as_the_records_reach_it() {
    set("0.000000250000");
    assertThat(isDue()).isFalse();

    // One record costs 0.000000129221, which is more than 50 %.
    Invoked.by(ada, Instant.now()).record();
    assertThat(isDue()).isTrue();
    usage.checkBudget(ada);
    assertThat(reported()).containsExactly(50);
    assertThat(isDue()).isFalse();
    usage.checkBudget(ada);
    assertThat(reported()).containsExactly(50);

    Invoked.by(ada, Instant.now()).record();
    assertThat(isDue()).isTrue();
    usage.checkBudget(ada);
    assertThat(reported()).containsExactly(50, 80, 100);
    Invoked.by(ada, Instant.now()).record();
    assertThat(isDue()).as("nothing is left to be reached").isFalse();
  }

  @Test
  void a_budget_is_not_looked_at_before_a_threshold_may_be_reached() {
    set("0.000001000000");

    Invoked.by(ada, Instant.now()).record();
    Invoked.by(ada, Instant.now()).record();
    Invoked.by(ada, Instant.now()).record();
    assertThat(isDue()).isFalse();
    Invoked.by(ada, Instant.now()).record();

    assertThat(isDue()).isTrue();
  }

  @Test
  void a_check_that_finds_less_than_was_estimated_waits_for_the_rest() {
    set("0.000000500000");
    var event = UUID.randomUUID();
    Invoked.by(ada, Instant.now().minusSeconds(2)).ofEvent(event).record();
    // Billed once only, which the estimate does not know.
    Invoked.by(ada, Instant.now().minusSeconds(1)).ofEvent(event).record();
    assertThat(isDue()).isTrue();

    usage.checkBudget(ada);
    assertThat(reported()).isEmpty();
    assertThat(isDue()).isFalse();
    Invoked.by(ada, Instant.now()).record();
    assertThat(isDue()).isTrue();
    usage.checkBudget(ada);

    assertThat(reported()).containsExactly(50);
  }

  @Test
  void the_first_record_of_the_next_month_is_looked_at() {
    set("0.000000250000");
    usage.checkBudget(ada);
    var nextMonth =
        YearMonth.now(ZoneOffset.UTC)
            .plusMonths(1)
            .atDay(1)
            .atStartOfDay()
            .toInstant(ZoneOffset.UTC);

    Invoked.by(ada, nextMonth).with("cpu_us", 0).with("active_us", 0).with("bytes_out", 0).record();

    assertThat(isDue()).isTrue();
  }

  @Test
  void a_price_from_a_later_version_counts_from_then_on(@TempDir Path directory) throws Exception {
    var change = Instant.now().plusSeconds(3600);
    Files.writeString(
        directory.resolve("own-cluster.yaml"),
        """
        book: own-cluster
        name: Test
        source: test
        date: 2026-12-01
        versions:
          - version: 1
            validFrom: 2020-01-01T00:00:00Z
            currency: USD
            prices:
              - unit: invocation
                price: "0.001"
          - version: 2
            validFrom: %s
            currency: USD
            prices:
              - unit: invocation
                price: "0.002"
        """
            .formatted(change));
    var other = "ada-" + UUID.randomUUID();
    try (var function = new UsageFunction(Map.of("PRICE_BOOKS_DIRECTORY", directory.toString()))) {
      assertThat(
              function
                  .put(other, "/v1/me/budget", "{\"monthly\": \"1\", \"currency\": \"USD\"}")
                  .statusCode())
          .isEqualTo(200);
      Invoked.by(other, Instant.now()).record();
      Invoked.by(other, change).record();
    }

    assertThat(accrued(other)).isEqualTo("3000000000");
    usage.tick();
  }

  @Test
  void the_hard_limit_begins_when_the_budget_is_spent_and_ends_with_a_larger_one() {
    put(
        "{\"monthly\": \"0.000000250000\", \"currency\": \"USD\", \"alertAt\": [], \"hardLimit\":"
            + " true}");
    Invoked.by(ada, Instant.now()).record();
    usage.checkBudget(ada);
    assertThat(limitedUntil()).isEmpty();
    Invoked.by(ada, Instant.now()).record();
    assertThat(isDue()).isTrue();
    usage.checkBudget(ada);
    assertThat(limitedUntil())
        .contains(
            YearMonth.now(ZoneOffset.UTC)
                .plusMonths(1)
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC));

    put("{\"monthly\": \"1\", \"currency\": \"USD\", \"hardLimit\": true}");
    assertThat(limitedUntil()).isEmpty();
    put("{\"monthly\": \"0.000000000001\", \"currency\": \"USD\", \"hardLimit\": true}");
    assertThat(limitedUntil()).isNotEmpty();
    JsonNode budget = put("{\"monthly\": \"0.000000000001\", \"currency\": \"USD\"}");
    assertThat(budget.required("hardLimit").asBoolean()).isFalse();
    assertThat(limitedUntil()).isEmpty();
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
        "{\"monthly\": \"1\", \"currency\": \"USD\", \"hardLimit\": \"yes\"}",
        "{\"monthly\": \"1\", \"currency\": \"usd\"}",
        "{\"monthly\": \"1e3\", \"currency\": \"USD\"}",
        "{\"monthly\": \"NaN\", \"currency\": \"USD\"}",
        "{\"monthly\": \"\u0661\", \"currency\": \"USD\"}",
        "{\"monthly\": \"1000000000\", \"currency\": \"USD\"}",
        "{\"monthly\": \"1\", \"currency\": \"USD\", \"alertAt\": [501]}",
        "{\"monthly\": \"1\", \"currency\": \"USD\", \"alertAt\": [50.5]}",
        "{\"monthly\": \"1\", \"currency\": \"USD\", \"alertAt\": [4294967346]}",
        "{\"monthly\": \"1\", \"currency\": \"USD\", \"alertAt\": [1,2,3,4,5,6,7,8,9,10,11]}",
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

  private boolean isDue() {
    return column("is_due").equals("t");
  }

  private Optional<Instant> limitedUntil() {
    return Optional.ofNullable(column("to_json(limited_until) #>> '{}'"))
        .map(text -> OffsetDateTime.parse(text).toInstant());
  }

  private static String accrued(String owner) {
    return UsageFunction.POSTGRES
        .column("SELECT accrued FROM usage.budgets WHERE owner = '%s'".formatted(owner))
        .getFirst();
  }

  private String column(String name) {
    return UsageFunction.POSTGRES
        .column("SELECT %s FROM usage.budgets WHERE owner = '%s'".formatted(name, ada))
        .getFirst();
  }

  private List<Integer> reported() {
    return UsageFunction.emitted(EventType.BUDGET_REACHED, ada).stream()
        .map(payload -> payload.at("/budget/threshold").asInt())
        .toList();
  }
}
