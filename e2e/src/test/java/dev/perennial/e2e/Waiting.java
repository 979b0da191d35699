package dev.perennial.e2e;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long is too long: bounds that catch a hang, not a slow machine. */
final class Waiting {

  private Waiting() {}

  static ConditionFactory until(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(100));
  }
}
