package dev.perennial.taskapi.transfer.ical;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A duration of iCalendar (RFC 5545, section 3.3.6), which has weeks. Its days are days of the
 * calendar, its hours, minutes and seconds are exact.
 */
record CalendarDuration(long days, Duration time) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?<sign>[-+]?)P(?:(?<weeks>[-+]?\\d{1,9})W)?(?:(?<days>[-+]?\\d{1,9})D)?(?<time>T.+)?",
          Pattern.CASE_INSENSITIVE);

  private static final int DAYS_OF_WEEK = 7;

  /**
   * @throws DateTimeException if it is not a duration
   */
  static CalendarDuration read(String value) {
    Matcher form = FORM.matcher(value.strip());
    if (!form.matches() || form.end("sign") + 1 == form.end()) {
      throw new DateTimeException("not a duration");
    }
    long days = DAYS_OF_WEEK * number(form.group("weeks")) + number(form.group("days"));
    String time = form.group("time");
    Duration exact = time == null ? Duration.ZERO : Duration.parse("P" + time);
    return form.group("sign").equals("-")
        ? new CalendarDuration(-days, exact.negated())
        : new CalendarDuration(days, exact);
  }

  private static long number(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** As if every day had 24 hours. */
  Duration inHours() {
    return time.plusDays(days);
  }

  LocalDateTime after(LocalDateTime from) {
    return from.plusDays(days).plus(time);
  }

  ZonedDateTime after(ZonedDateTime from) {
    return from.toLocalDateTime().plusDays(days).atZone(from.getZone()).plus(time);
  }

  /** The text of a duration whose whole days are days of the calendar. */
  static String write(Duration duration) {
    Duration length = duration.abs();
    long days = length.toDays();
    return text(duration, days, length.minusDays(days));
  }

  /** The text of a duration without days. */
  static String writeExact(Duration duration) {
    return text(duration, 0, duration.abs());
  }

  private static String text(Duration signed, long days, Duration time) {
    String text = time.isZero() && days != 0 ? "" : time.toString().substring(1);
    return (signed.isNegative() ? "-" : "") + "P" + (days == 0 ? "" : days + "D") + text;
  }
}
