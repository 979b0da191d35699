package dev.perennial.local.serving;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How long to wait before a process that died is started again: not at all at first, then twice as
 * long each time.
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
   * The wait after this crash; a process that ran for a minute before it died is forgiven the
   * earlier ones.
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
