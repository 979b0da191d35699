package dev.perennial.local.serving;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The wait before a crashed process is restarted: none at first, then 1 s, doubled with each crash
 * up to 5 minutes.
 */
final class CrashBackoff {

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration MAX_WAIT = Duration.ofMinutes(5);
  private static final Duration STABLE_AFTER = Duration.ofMinutes(1);

  private final InstantSource clock;
  private Duration next = Duration.ZERO;
  private Instant started = Instant.EPOCH;

  CrashBackoff(InstantSource clock) {
    this.clock = clock;
  }

  void started() {
    started = clock.instant();
  }

  /**
   * Returns the wait after this crash. If the process ran for at least a minute, earlier crashes do
   * not count.
   */
  Duration crashed() {
    if (!clock.instant().isBefore(started.plus(STABLE_AFTER))) {
      next = Duration.ZERO;
    }
    Duration wait = next;
    Duration doubled = wait.isZero() ? FIRST_WAIT : wait.multipliedBy(2);
    next = doubled.compareTo(MAX_WAIT) < 0 ? doubled : MAX_WAIT;
    return wait;
  }
}
