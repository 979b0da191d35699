package dev.perennial.e2e;

import dev.perennial.e2e.EventStream.Item;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;

/** Timeouts that catch a hang, not a slow machine. */
final class Waiting {

  private Waiting() {}

  static ConditionFactory until(String what) {
    return until(what, Duration.ofMinutes(5));
  }

  /** With a timeout of its own, for what waits for another timeout. */
  static ConditionFactory until(String what, Duration atMost) {
    return Awaitility.await(what).atMost(atMost).pollInterval(Duration.ofMillis(100));
  }

  /** Asserts for a few seconds that something remains true. */
  static void remains(String what, ThrowingRunnable holds) {
    Awaitility.await(what)
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(holds);
  }

  /** Waits for the first event of the stream about this task or list. */
  static Item awaitEventAbout(EventStream stream, String id) {
    until("there is an event about " + id)
        .until(() -> stream.items().stream().anyMatch(item -> item.data().contains(id)));
    return stream.items().stream()
        .filter(item -> item.data().contains(id))
        .findFirst()
        .orElseThrow();
  }
}
