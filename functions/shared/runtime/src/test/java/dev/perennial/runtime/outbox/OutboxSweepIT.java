package dev.perennial.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.events.EventType;
import dev.perennial.runtime.database.Database;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Events that were not published right after their commit. */
class OutboxSweepIT extends OutboxTestCase {

  @Test
  void keeps_what_kafka_cannot_take_and_publishes_it_when_kafka_is_back() {
    relay.start();
    kafka.stop();
    commit(entry());
    assertThat(rows()).isEqualTo(1);

    kafka.start();

    awaitOne();
    await().atMost(SOON).until(() -> rows() == 0);
  }

  @Test
  void publishes_what_a_killed_instance_left_behind() {
    commit(entry());
    relay.close();
    POSTGRES.execute("UPDATE runtime.outbox SET created_at = now() - interval '1 minute'");
    assertThat(rows()).isEqualTo(1);

    try (var next = relay()) {
      next.start();

      awaitOne();
      await().atMost(SOON).until(() -> rows() == 0);
    }
  }

  @Test
  void publishes_a_long_backlog_without_a_pause_after_each_batch() {
    commit(entry());
    relay.close();
    POSTGRES.execute(
        """
        INSERT INTO runtime.outbox (id, producer, topic, attributes, data, created_at)
        SELECT id, producer, topic, attributes || jsonb_build_object('id', id), data, created_at
        FROM (SELECT gen_random_uuid() AS id, producer, topic, attributes, data,
                     now() - interval '1 minute' AS created_at
              FROM runtime.outbox, generate_series(1, 15000)) AS backlog
        """);

    try (var next = relay()) {
      next.start();

      // With the pause it would be a minute.
      await().atMost(SOON).until(() -> rows() == 0);
    }
  }

  @Test
  void leaves_another_functions_rows_alone() {
    POSTGRES.execute(
        """
        INSERT INTO runtime.outbox (id, producer, topic, attributes, data, created_at)
        VALUES (gen_random_uuid(), 'another-function', 'none', '{}', '', now() - interval '1 minute')
        """);
    relay.start();
    commit(entry());

    awaitOne();
    await().atMost(SOON).until(() -> rows() == 1);
    assertThat(POSTGRES.column("SELECT producer FROM runtime.outbox"))
        .containsExactly("another-function");
  }

  @Test
  void reminder_scheduler_publishes_what_a_function_left_behind_when_it_went_to_sleep() {
    commit(entry());
    relay.close();
    POSTGRES.execute("UPDATE runtime.outbox SET created_at = now() - interval '2 minutes'");
    commit(
        new Outbox.Entry(
            EventType.TASK_CREATED, "young", list.toString(), "ada", "grace", Map.of()));

    var settings =
        POSTGRES.settings(
            "reminder-scheduler", Map.of("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()));
    try (var other = Database.open(settings);
        var awake =
            new OutboxRelay(other, new KafkaPublisher("reminder-scheduler", settings.kafka()))) {
      awake.start();

      assertThat(awaitOne().value().getSource()).hasToString("/functions/task-api");
      await().atMost(SOON).until(() -> rows() == 1);
      assertThat(POSTGRES.column("SELECT attributes ->> 'subject' FROM runtime.outbox"))
          .as("its own instance may still be about to publish it")
          .containsExactly("young");
    }
  }

  @Test
  void a_topic_that_is_not_there_holds_up_no_other() {
    insertByHand("missing", 10);
    POSTGRES.execute(
        """
        INSERT INTO runtime.outbox (id, producer, topic, attributes, data)
        SELECT gen_random_uuid(), producer, topic, attributes, data
        FROM runtime.outbox, generate_series(2, 600)
        """);
    makeStranded();
    commitStranded(entry());

    try (var next = relay()) {
      next.start();

      awaitOne();
      await().atMost(SOON).until(() -> rows() == 600);
      assertThat(next.refused()).isZero();
    }
  }

  @Test
  void holds_no_row_locked_for_long_while_kafka_is_away() {
    commit(entry());
    makeStranded();
    kafka.stop();

    try (var next = relay()) {
      next.start();

      await().atMost(SOON).until(OutboxTestCase::isAnyLocked);
      await().atMost(SOON).until(() -> !isAnyLocked());
    }
  }

  @Test
  void publishes_also_what_it_has_no_memory_for() {
    for (int i = 0; i < 20; i++) {
      commit(large());
    }

    relay.start();

    await().atMost(SOON).until(() -> rows() == 0);
  }
}
