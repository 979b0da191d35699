package dev.perennial.local.serving;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How long to wait before a process that died is started again: not at all at first, then twice as
 * long each time.
 */
final class CrashBackOff {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration STABLE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private Duration next = Duration.ZERO;
  private Instant started = Instant.EPOCH;

  CrashBackOff(InstantSource clock) {
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
    if (!clock.instant().isBefore(started.plus(STABLE))) {
      next = Duration.ZERO;
    }
    var wait = next;
    var doubled = wait.isZero() ? FIRST : wait.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return wait;
  }
}
