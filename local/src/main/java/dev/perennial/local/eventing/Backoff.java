package dev.perennial.local.eventing;

import java.time.Duration;

/** How the time between two attempts passes. */
@FunctionalInterface
interface Backoff {

  /**
   * @throws InterruptedException if the platform stops; the event is delivered again after the next
   *     start
   */
  void await(Duration duration) throws InterruptedException;
}
