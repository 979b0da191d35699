package dev.perennial.reminders.store;

import dev.perennial.runtime.Settings;
import dev.perennial.runtime.TimeTexts;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * How late a notification may still be sent. The scheduler and the dispatcher use the same value.
 *
 * @param length at least one minute
 */
public record CatchUpWindow(Duration length) {

  private static final String NAME = "CATCH_UP_WINDOW";
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  public CatchUpWindow {
    if (length.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(length + " is shorter than " + SHORTEST);
    }
  }

  /**
   * Reads {@code CATCH_UP_WINDOW}; 24 hours by default.
   *
   * @throws IllegalArgumentException if it is not an ISO 8601 duration of at least one minute
   */
  public static CatchUpWindow from(Settings settings) {
    String text = settings.optional(NAME, "PT24H");
    try {
      return new CatchUpWindow(TimeTexts.duration(text));
    } catch (DateTimeException | IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          NAME
              + " must be an ISO 8601 duration of at least one minute, such as PT24H, not '"
              + text
              + "'",
          wrong);
    }
  }

  /** Whether it is now too late to send what was due at {@code dueAt}. */
  public boolean isOver(Instant dueAt, Instant now) {
    return dueAt.isBefore(expiredBefore(now));
  }

  /** What was due before this instant has expired. */
  public Instant expiredBefore(Instant now) {
    return now.minus(length);
  }

  /** The reason for an expired delivery, with the length of the window in hours or minutes. */
  public String reason() {
    return length.toMinutesPart() == 0
        ? "it is more than " + length.toHours() + " hours late"
        : "it is more than " + length.toMinutes() + " minutes late";
  }
}
