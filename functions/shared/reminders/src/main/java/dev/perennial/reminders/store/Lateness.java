package dev.perennial.reminders.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What is due now, what is late by now, and what too late. */
record Lateness(InstantSource clock, Duration catchUpWindow) {

  /** The alarm rings to the second, and may do so a little early. */
  private static final Duration AHEAD = Duration.ofSeconds(1);

  private static final Duration PUNCTUAL = Duration.ofSeconds(60);

  Moment now() {
    var now = clock.instant();
    return new Moment(now, now.plus(AHEAD), now.minus(PUNCTUAL), now.minus(catchUpWindow));
  }

  /**
   * @param until what is to be told until then is due
   * @param late what was to be told before is late
   * @param expired what was to be told before is not told any more
   */
  record Moment(Instant now, Instant until, Instant late, Instant expired) {}
}
