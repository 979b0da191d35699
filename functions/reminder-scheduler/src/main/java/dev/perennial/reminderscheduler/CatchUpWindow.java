package dev.perennial.reminderscheduler;

import dev.perennial.runtime.Settings;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/** How late a reminder may be found to be told still. */
final class CatchUpWindow {

  private static final String NAME = "CATCH_UP_WINDOW";

  private CatchUpWindow() {}

  /**
   * {@code CATCH_UP_WINDOW}, a day unless told.
   *
   * @throws IllegalArgumentException if it is no ISO 8601 duration of a minute at least
   */
  static Duration from(Settings settings) {
    var text = settings.optional(NAME, "PT24H");
    try {
      var window = Duration.parse(text);
      if (window.compareTo(Duration.ofMinutes(1)) >= 0) {
        return window;
      }
    } catch (DateTimeParseException noDuration) {
      throw new IllegalArgumentException(wrong(text), noDuration);
    }
    throw new IllegalArgumentException(wrong(text));
  }

  private static String wrong(String text) {
    return NAME
        + " must be an ISO 8601 duration of a minute at least, such as PT24H, not '"
        + text
        + "'";
  }
}
