package dev.perennial.reminderscheduler;

import dev.perennial.runtime.Settings;
import java.time.Duration;

/** How long is kept what was told, and what was written in tasks that are done. */
final class KeepDays {

  private static final String NAME = "REMINDERS_KEEP_DAYS";

  /** Topics keep events for seven: what an older one may still ask for has to be there. */
  private static final int FEWEST = 8;

  private KeepDays() {}

  /**
   * {@code REMINDERS_KEEP_DAYS}, 90 unless told.
   *
   * @throws IllegalArgumentException if it is no whole number from 8
   */
  static Duration from(Settings settings) {
    var days = settings.wholeNumber(NAME, 90);
    if (days < FEWEST) {
      throw new IllegalArgumentException(NAME + " must be " + FEWEST + " at least, not " + days);
    }
    return Duration.ofDays(days);
  }
}
