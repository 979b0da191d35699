package dev.perennial.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.perennial.events.EventType;
import dev.perennial.runtime.Trace;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Events that are published right after their commit. */
class OutboxIT extends OutboxTestCase {

  @Test
  void publishes_what_was_committed_with_all_its_attributes_and_deletes_it() {
    relay.start();
    try (var trace = Trace.resume("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")) {
      commit(entry());
    }

    var published = awaitOne();
    assertThat(published.key()).isEqualTo(list.toString());
    var event = published.value();
    assertThat(event.getType()).isEqualTo("dev.perennial.task.created.v1");
    assertThat(event.getSource()).hasToString("/functions/task-api");
    assertThat(UUID.fromString(event.getId()).version()).isEqualTo(7);
    assertThat(event.getSubject()).isEqualTo(task.toString());
    assertThat(event.getTime().toInstant()).isEqualTo(NOW);
    assertThat(event.getDataSchema()).isEqualTo(EventType.TASK_CREATED.schema());
    assertThat(event.getExtension("actor")).isEqualTo("ada");
    assertThat(event.getExtension("owner")).isEqualTo("grace");
    assertThat(event.getExtension("traceparent"))
        .asString()
        .contains("0af7651916cd43dd8448eb211c80319c");
    assertThat(event.getData().toBytes()).asString().isEqualTo("{\"say\":\"\u00fc\"}");
    assertThat(published.headers().lastHeader("ce_type")).as("binary mode").isNotNull();
    await().atMost(SOON).until(() -> rows() == 0);
  }

  @Test
  void publishes_nothing_of_a_transaction_that_rolled_back() {
    relay.start();
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                database.inTransaction(
                    () -> {
                      outbox.add(entry());
                      throw new IllegalStateException("rolled back");
                    }));
    var other = UUID.randomUUID();
    commit(entry(other));

    await().atMost(SOON).until(() -> !published(other).isEmpty());
    assertThat(published(task)).isEmpty();
    assertThat(rows()).isZero();
  }

  @Test
  void publishes_what_is_gathered_on_any_thread_when_the_work_is_over() {
    relay.start();
    var others = UUID.randomUUID();
    var beside = UUID.randomUUID();

    try (var gathering = relay.gather()) {
      gathering.with(() -> commit(entry()));
      CompletableFuture.runAsync(() -> gathering.with(() -> commit(entry(others)))).join();
      commit(entry(beside));
      await().atMost(SOON).until(() -> !published(beside).isEmpty());
      assertThat(published(task)).as("gathered, and older").isEmpty();
      assertThat(published(others)).as("gathered, and older").isEmpty();
    }

    awaitOne();
    await().atMost(SOON).until(() -> rows() == 0);
    assertThat(published(others)).hasSize(1);
  }

  @Test
  void publishes_events_gathered_for_a_second_while_the_work_continues() {
    relay.start();

    try (var gathering = relay.gather()) {
      await()
          .atMost(SOON)
          .until(
              () -> {
                gathering.with(() -> commit(entry()));
                return published(task);
              },
              found -> !found.isEmpty());
    }

    await().atMost(SOON).until(() -> rows() == 0);
  }

  @Test
  void is_closed_outside_a_transaction() {
    assertThatIllegalStateException()
        .isThrownBy(() -> outbox.add(entry()))
        .withMessageContaining("transaction");
    assertThat(rows()).isZero();
  }

  @Test
  void a_transaction_that_rolls_back_gives_back_its_memory() {
    for (int i = 0; i < 20; i++) {
      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  database.inTransaction(
                      () -> {
                        outbox.add(large());
                        throw new IllegalStateException("rolled back");
                      }));
    }

    var row = PendingEvent.of(new OutboxRow(UUID.randomUUID(), TOPIC, "{}", new byte[4_000_000]));
    assertThat(relay.reserve(row)).isTrue();
    assertThat(relay.reserve(row)).isFalse();
  }

  @Test
  void publishes_a_mebibyte_of_gathered_events_while_the_work_continues() {
    relay.start();

    try (var gathering = relay.gather()) {
      gathering.with(() -> commit(entry()));
      gathering.with(() -> commit(large()));
      gathering.with(() -> commit(large()));
      gathering.with(() -> commit(large()));

      awaitOne();
    }
  }

  @Test
  void keeps_nothing_of_a_transaction_whose_event_is_too_large() {
    assertThatExceptionOfType(EventTooLarge.class)
        .isThrownBy(
            () ->
                database.inTransaction(
                    () -> {
                      outbox.add(entry());
                      outbox.add(entryOf(512 * 1024 + 1));
                      return null;
                    }))
        .withMessageContaining("524289 bytes");
    assertThat(rows()).isZero();

    commit(entryOf(512 * 1024));
    assertThat(rows()).isEqualTo(1);
  }
}
