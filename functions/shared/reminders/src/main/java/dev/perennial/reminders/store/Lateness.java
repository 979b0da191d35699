package dev.perennial.reminders.store;

import dev.perennial.reminders.delivery.Punctuality;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What is due now, what is late by now, and what too late. */
record Lateness(InstantSource clock, CatchUpWindow window) {

  /** The alarm rings to the second, and may do so a little early. */
  private static final Duration AHEAD = Duration.ofSeconds(1);

  Moment now() {
    var now = clock.instant();
    return new Moment(now, now.plus(AHEAD), Punctuality.begin(now), window.begin(now));
  }

  /**
   * @param until what is to be told until then is due
   * @param late what was to be told before is late
   * @param expired what was to be told before is not told any more
   */
  record Moment(Instant now, Instant until, Instant late, Instant expired) {}
}
