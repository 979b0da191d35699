package dev.perennial.local.eventing;

import java.time.Duration;

/** Waits between two attempts. */
@FunctionalInterface
interface Backoff {

  /**
   * @throws InterruptedException if the platform stops; the event is redelivered after the next
   *     start
   */
  void await(Duration duration) throws InterruptedException;
}
