package dev.perennial.reminderscheduler.alarm;

import java.time.Instant;

/** The timer whose event starts the scheduler. It has exactly one time, which setting replaces. */
@FunctionalInterface
public interface AlarmClock {

  /**
   * Sets the timer: it fires at this moment and not earlier. After an exception the timer may have
   * its old or its new time.
   *
   * @param moment a whole second, at least one second and at most half a year in the future
   * @throws dev.perennial.runtime.ledger.TryLater if the timer is temporarily unavailable
   * @throws RuntimeException if the timer cannot be set for another reason
   */
  void set(Instant moment);
}
