package dev.perennial.e2e;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The wait between two looks at the system. Looking without one would take a core from what is
 * looked at.
 */
public final class Pause {

  private Pause() {}

  public static void millis(long millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}
