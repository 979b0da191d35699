package dev.perennial.reminders;

import java.time.Instant;

/** The one thing that wakes the scheduler. It has one time, which a new one replaces. */
@FunctionalInterface
public interface AlarmClock {

  /**
   * From now on it rings at this moment, and not before.
   *
   * @param moment a whole second, in the future by at least a second and at most half a year
   * @throws dev.perennial.runtime.ledger.TryLater if it is away for now
   * @throws RuntimeException if it could not be set at all. In both cases it may stand as before
   *     then, or as asked
   */
  void set(Instant moment);
}
