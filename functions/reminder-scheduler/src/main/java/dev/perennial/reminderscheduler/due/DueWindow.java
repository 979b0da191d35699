package dev.perennial.reminderscheduler.due;

import dev.perennial.reminders.delivery.Grace;
import dev.perennial.reminders.store.CatchUpWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Which reminders and digests are due, late and expired at the moment. */
record DueWindow(InstantSource clock, CatchUpWindow catchUp) {

  /** The alarm has a resolution of seconds and may fire slightly early. */
  private static final Duration AHEAD = Duration.ofSeconds(1);

  Bounds now() {
    Instant now = clock.instant();
    return new Bounds(now, now.plus(AHEAD), Grace.lateBefore(now), catchUp.expiredBefore(now));
  }

  /**
   * @param until what fires until then is due
   * @param lateBefore what fires before then is late
   * @param expiredBefore what fires before then has expired and is not sent
   */
  record Bounds(Instant now, Instant until, Instant lateBefore, Instant expiredBefore) {}
}
