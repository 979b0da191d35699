package dev.perennial.e2e;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A pause between two polls of the system. Polling without one would take a core from the system.
 */
public final class Pause {

  private Pause() {}

  public static void millis(long millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}
