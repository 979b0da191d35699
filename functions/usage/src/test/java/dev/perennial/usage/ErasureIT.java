package dev.perennial.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What remains of a person who erased themself: sums without a name. */
class ErasureIT {

  private static final List<String> TABLES =
      List.of("invocations", "hours", "frozen_lines", "budgets", "budget_alerts");

  private final UsageFunction usage = UsageFunction.shared();
  private final String ada = "ada-" + UUID.randomUUID();
  private final Instant now = Instant.now();

  @Test
  void the_records_of_an_erased_person_stay_without_the_person() {
    Invoked first = Invoked.by(ada, now.minus(Duration.ofDays(2))).record();
    Invoked.by(ada, now).with("owner", "grace-" + ada).with("subject", ada).record();
    usage.put(ada, "/v1/me/budget", "{\"monthly\": \"0.000000000001\", \"currency\": \"USD\"}");
    usage.tick();
    UsageFunction.POSTGRES.recordErasure(ada, now);

    assertThat(usage.erase(ada, now).statusCode()).isEqualTo(202);

    assertThat(mentions()).isEmpty();
    assertThat(
            UsageFunction.POSTGRES.column(
                "SELECT owner FROM usage.invocations WHERE span_id = '%s'"
                    .formatted(first.text("span_id"))))
        .allMatch(owner -> owner.startsWith("erased-"));
    assertThat(usage.json(ada, "/v1/usage").required("items")).isEmpty();
    usage.tick();
    assertThat(mentions()).isEmpty();
  }

  @Test
  void a_record_that_arrives_after_the_erasure_is_erased_as_well() {
    UsageFunction.POSTGRES.recordErasure(ada, now);
    usage.erase(ada, now);
    Invoked.by(ada, now.minusMillis(5)).record();

    usage.tick();

    assertThat(mentions()).isEmpty();
  }

  @Test
  void what_a_person_uses_after_they_came_back_is_theirs() {
    Instant before = now.minus(Duration.ofDays(1));
    Invoked.by(ada, before.minusSeconds(1)).record();
    usage.tick();
    UsageFunction.POSTGRES.recordErasure(ada, before);
    Invoked.by(ada, before.plusSeconds(1)).record();

    usage.erase(ada, before);

    assertThat(usage.json(ada, "/v1/usage").at("/items/0/quantities/invocation").asString())
        .isEqualTo("1");
  }

  @Test
  void a_forged_erasure_is_parked_and_erases_nothing() {
    Invoked.by(ada, now).record();

    assertThat(usage.erase(ada, now).statusCode()).isEqualTo(422);

    assertThat(usage.json(ada, "/v1/usage").required("items")).hasSize(1);
  }

  private List<String> mentions() {
    return TABLES.stream()
        .filter(
            table ->
                !UsageFunction.POSTGRES
                    .column(
                        "SELECT 1 FROM usage.%s t WHERE position('\"%s\"' in to_jsonb(t)::text) > 0"
                            .formatted(table, ada))
                    .isEmpty())
        .toList();
  }
}
