package dev.perennial.reminders.delivery;

import java.time.Duration;

/**
 * How many notifications of tasks that others have created a person gets: members of a list can
 * assign tasks to each other, and each task may have ten reminders.
 */
public final class OthersLimit {

  /** The notifications within {@link #PERIOD}; those that are due later are not sent. */
  public static final int MAX = 50;

  public static final Duration PERIOD = Duration.ofDays(1);

  public static final String REASON =
      "more than " + MAX + " reminders in 24 hours are of tasks that others have created";

  private OthersLimit() {}
}
