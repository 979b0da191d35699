package dev.perennial.reminderscheduler.due;

import dev.perennial.runtime.Settings;
import java.time.Duration;

/** How long sent reminders, notifications and the content of closed tasks are kept. */
public final class RetentionPeriod {

  private static final String NAME = "REMINDERS_KEEP_DAYS";

  /** Topics keep events for 7 days; the rows that such an event refers to must still exist. */
  private static final int FEWEST = 8;

  private RetentionPeriod() {}

  /**
   * Reads {@code REMINDERS_KEEP_DAYS}, in days; 90 by default.
   *
   * @throws IllegalArgumentException if it is not a whole number of at least 8
   */
  public static Duration from(Settings settings) {
    int days = settings.wholeNumber(NAME, 90);
    if (days < FEWEST) {
      throw new IllegalArgumentException(NAME + " must be at least " + FEWEST + ", not " + days);
    }
    return Duration.ofDays(days);
  }
}
