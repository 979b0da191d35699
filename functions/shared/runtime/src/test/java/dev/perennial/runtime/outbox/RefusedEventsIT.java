package dev.perennial.runtime.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events that can never be published. */
class RefusedEventsIT extends OutboxTestCase {

  @Test
  void sets_aside_what_can_never_be_published_and_publishes_all_the_rest_once_kafka_is_back() {
    commit(entry());
    var refused =
        Map.of(
            "more bytes than a request may have", insertByHand(TOPIC, 1_300_000),
            "fewer, but not as a record", insertByHand(TOPIC, 1_048_400),
            "more bytes than its topic takes", insertByHand(NARROW, 100_000),
            "a topic of no allowed name", insertByHand("no such topic", 10));
    makeStranded();
    var others =
        IntStream.range(0, 20)
            .mapToObj(_ -> UUID.randomUUID())
            .peek(other -> commit(entry(other)))
            .toList();
    relay.close();
    kafka.stop();

    try (var next = relay()) {
      next.start();
      awaitAttempt();
      kafka.start();

      await().atMost(SOON).until(() -> rows() == refused.size());
      assertThat(subjects()).containsAll(others.stream().map(UUID::toString).toList());
      assertThat(
              POSTGRES.column(
                  "SELECT refused_reason FROM runtime.outbox WHERE refused_at IS NOT NULL"))
          .hasSize(refused.size())
          .anySatisfy(reason -> assertThat(reason).contains("1048576 at most"))
          .anySatisfy(reason -> assertThat(reason).startsWith("RecordTooLargeException"))
          .anySatisfy(reason -> assertThat(reason).startsWith("InvalidTopicException"));
      await().atMost(SOON).until(() -> next.refused() == refused.size());
      var setAside = refusals();

      // Another pass.
      commitStranded(entry());
      await().atMost(SOON).until(() -> rows() == refused.size());
      assertThat(refusals()).as("not tried again").isEqualTo(setAside);
    }
  }

  @Test
  void sets_aside_a_row_that_holds_no_event() {
    var broken = insertByHand(TOPIC, 10);
    POSTGRES.execute(
        "UPDATE runtime.outbox SET attributes = '{\"time\":\"now\"}' WHERE id = '" + broken + "'");
    commit(entry());
    makeStranded();

    try (var next = relay()) {
      next.start();

      await().atMost(SOON).until(() -> rows() == 1 && next.refused() == 1);
      assertThat(POSTGRES.column("SELECT id FROM runtime.outbox")).containsExactly(broken);
      assertThat(POSTGRES.column("SELECT refused_reason FROM runtime.outbox").getFirst())
          .startsWith("its attributes are no CloudEvent");
    }
  }

  @Test
  void publishes_a_refused_event_after_an_operator_clears_its_refusal() {
    var big = insertByHand(TOPIC, 1_300_000);
    makeStranded();
    relay.start();
    await().atMost(SOON).until(() -> relay.refused() == 1);

    POSTGRES.execute(
        "UPDATE runtime.outbox SET data = '{}', refused_at = NULL, refused_reason = NULL WHERE id ="
            + " '"
            + big
            + "'");

    await().atMost(SOON).until(() -> rows() == 0 && relay.refused() == 0);
  }
}
