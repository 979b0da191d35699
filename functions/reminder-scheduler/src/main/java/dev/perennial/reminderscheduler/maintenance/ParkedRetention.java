package dev.perennial.reminderscheduler.maintenance;

import dev.perennial.runtime.Settings;

/** How long the ledgers of all functions keep parked events. */
public final class ParkedRetention {

  private static final String NAME = "PARKED_KEEP_DAYS";

  /** As long as the topic dead-letters keeps them. */
  private static final int DEFAULT = 30;

  /** Topics keep events for 7 days; an event that is not in the ledger is processed again. */
  private static final int FEWEST = 8;

  private ParkedRetention() {}

  /**
   * Reads {@code PARKED_KEEP_DAYS}; 30 by default.
   *
   * @throws IllegalArgumentException if it is not a whole number of at least 8
   */
  public static int days(Settings settings) {
    int days = settings.wholeNumber(NAME, DEFAULT);
    if (days < FEWEST) {
      throw new IllegalArgumentException(NAME + " must be at least " + FEWEST + ", not " + days);
    }
    return days;
  }
}
