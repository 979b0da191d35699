package dev.perennial.taskapi.transfer.ical;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in the form of iCalendar (RFC 5545, section 3.3.6), which adds weeks. */
final class CalendarDurations {

  private static final Pattern WEEKS = Pattern.compile("([+-]?)P(\\d{1,6})W");

  private CalendarDurations() {}

  static String write(Duration duration) {
    Duration length = duration.abs();
    String sign = duration.isNegative() ? "-" : "";
    if (length.isZero()) {
      return "PT0S";
    }
    long days = length.toDays();
    String time = length.minusDays(days).toString().replace("P", "");
    return sign + "P" + (days == 0 ? "" : days + "D") + (time.equals("T0S") ? "" : time);
  }

  /**
   * @throws DateTimeException if it is not a duration
   */
  static Duration read(String value) {
    Matcher weeks = WEEKS.matcher(value.strip());
    if (weeks.matches()) {
      Duration length = Duration.ofDays(7 * Long.parseLong(weeks.group(2)));
      return weeks.group(1).equals("-") ? length.negated() : length;
    }
    return Duration.parse(value.strip());
  }
}
