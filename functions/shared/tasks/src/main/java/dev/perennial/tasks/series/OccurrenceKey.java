package dev.perennial.tasks.series;

import dev.perennial.events.Due;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The local date and time that the rule gave. It never changes, even if the task's due date is
 * moved.
 *
 * @param time null in an all-day series
 */
public record OccurrenceKey(LocalDate date, @Nullable LocalTime time) {

  /** The common form: a year of four digits, and whole minutes. */
  private static final Pattern PLAIN = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2})?");

  private static final int DATE = "2026-03-01".length();
  private static final int MINUTE = "2026-03-01T09:00".length();

  static OccurrenceKey of(Due due) {
    return new OccurrenceKey(due.date(), due.time());
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws java.time.DateTimeException if the text has another form
   */
  public static OccurrenceKey parse(String text) {
    if (PLAIN.matcher(text).matches()) {
      return plain(text);
    }
    if (text.indexOf('T') < 0) {
      return new OccurrenceKey(LocalDate.parse(text), null);
    }
    LocalDateTime local = LocalDateTime.parse(text);
    return new OccurrenceKey(local.toLocalDate(), local.toLocalTime());
  }

  /** Avoids the JDK's formatter, which allocates a dozen objects a key; a page reads 50 keys. */
  private static OccurrenceKey plain(String text) {
    LocalDate date = LocalDate.of(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, DATE));
    return text.length() == DATE
        ? new OccurrenceKey(date, null)
        : new OccurrenceKey(date, LocalTime.of(digits(text, 11, 13), digits(text, 14, MINUTE)));
  }

  private static int digits(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  /**
   * A time in a gap of the zone moves later by the length of the gap; of a time in an overlap the
   * first is used. An all-day key gives the start of its day.
   */
  Instant instant(ZoneId zone) {
    return (time == null ? date.atStartOfDay(zone) : ZonedDateTime.of(date, time, zone))
        .toInstant();
  }

  /** An all-day key is after an instant if its date is after the instant's date in the zone. */
  boolean isAfter(Instant other, ZoneId zone) {
    return time == null
        ? date.isAfter(other.atZone(zone).toLocalDate())
        : instant(zone).isAfter(other);
  }

  /** The form in events and the API: {@code 2026-03-01} or {@code 2026-03-01T09:00}. */
  @Override
  public String toString() {
    return time == null ? date.toString() : date.atTime(time).toString();
  }
}
