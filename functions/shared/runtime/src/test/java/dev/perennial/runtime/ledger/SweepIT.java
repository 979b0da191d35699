package dev.perennial.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.TestPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SweepIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();

  @BeforeEach
  void deleteAll() {
    POSTGRES.execute("DELETE FROM runtime.ledger");
    POSTGRES.execute("DELETE FROM runtime.idempotency_keys");
  }

  @Test
  void
      rows_of_events_that_no_topic_contains_any_more_are_deleted_for_every_function_and_no_others() {
    handled("task-api", "old", "31 days");
    handled("on-completed-recurrence", "older", "300 days");
    handled("on-completed-recurrence", "recent", "29 days");
    parked("on-completed-recurrence", "parked", "{}", "39 days");

    assertThat(sweptBy("reminder-scheduler")).isEqualTo(2);

    assertThat(POSTGRES.column("SELECT event_id FROM runtime.ledger ORDER BY 1"))
        .containsExactly("parked", "recent");
  }

  @Test
  void parked_events_are_deleted_after_their_retention_period() {
    parked("on-completed-recurrence", "old", "{}", "41 days");
    parked("audit-sink", "recent", "{}", "39 days");

    assertThat(sweptBy("reminder-scheduler")).isEqualTo(1);

    assertThat(POSTGRES.column("SELECT event_id FROM runtime.ledger")).containsExactly("recent");
  }

  @Test
  void responses_are_deleted_with_their_keys_when_those_expire() {
    storedResponse("old", "49 hours");
    storedResponse("recent", "47 hours");

    assertThat(sweptBy("reminder-scheduler")).isEqualTo(1);

    assertThat(POSTGRES.column("SELECT key FROM runtime.idempotency_keys"))
        .containsExactly("recent");
  }

  @Test
  void no_other_function_may_sweep() {
    assertThatThrownBy(() -> sweptBy("on-completed-recurrence"))
        .hasStackTraceContaining("permission denied");
  }

  private static int sweptBy(String function) {
    try (var database = Database.open(POSTGRES.settings(function))) {
      return new Sweep(database, 40).run();
    }
  }

  private static void parked(String consumer, String event, String attributes, String ago) {
    POSTGRES.execute(
        """
        INSERT INTO runtime.ledger
          (consumer, source, event_id, event_type, state, attempts, reason, attributes, data, changed_at)
        VALUES ('%s', '/test', '%s', 'any', 'PARKED', 4, 'it failed', '%s', 'a title', now() - interval '%s')
        """
            .formatted(consumer, event, attributes, ago));
  }

  private static void handled(String consumer, String event, String ago) {
    POSTGRES.execute(
        """
        INSERT INTO runtime.ledger (consumer, source, event_id, event_type, state, attempts, changed_at)
        VALUES ('%s', '/test', '%s', 'any', 'COMPLETED', 1, now() - interval '%s')
        """
            .formatted(consumer, event, ago));
  }

  private static void storedResponse(String key, String ago) {
    POSTGRES.execute(
        """
        INSERT INTO runtime.idempotency_keys (consumer, user_id, key, fingerprint, created_at)
        VALUES ('task-api', 'ada', '%s', '', now() - interval '%s')
        """
            .formatted(key, ago));
  }
}
