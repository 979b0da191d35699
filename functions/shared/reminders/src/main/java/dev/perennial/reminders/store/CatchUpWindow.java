package dev.perennial.reminders.store;

import dev.perennial.runtime.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** How late is still worth telling: the same for whoever finds out. */
public record CatchUpWindow(Duration length) {

  private static final String NAME = "CATCH_UP_WINDOW";
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  public CatchUpWindow {
    if (length.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(length + " is shorter than " + SHORTEST);
    }
  }

  /**
   * {@code CATCH_UP_WINDOW}, a day unless told.
   *
   * @throws IllegalArgumentException if it is no ISO 8601 duration of a minute at least
   */
  public static CatchUpWindow from(Settings settings) {
    var text = settings.optional(NAME, "PT24H");
    try {
      return new CatchUpWindow(Duration.parse(text));
    } catch (DateTimeParseException | IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          NAME
              + " must be an ISO 8601 duration of a minute at least, such as PT24H, not '"
              + text
              + "'",
          wrong);
    }
  }

  /** Whether it is too late by now to tell what was due then. */
  public boolean isOver(Instant dueAt, Instant now) {
    return dueAt.isBefore(begin(now));
  }

  /** What was due before this is not told any more. */
  Instant begin(Instant now) {
    return now.minus(length);
  }

  /** Why something was not told. */
  public String reason() {
    return length.toMinutesPart() == 0
        ? "it is more than " + length.toHours() + " hours late"
        : "it is more than " + length.toMinutes() + " minutes late";
  }
}
