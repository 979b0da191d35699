package dev.perennial.tasks;

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
 * What a series' rule gave, in local terms; it never changes, even if the task's due date is moved.
 *
 * @param time null in an all-day series
 */
public record OccurrenceKey(LocalDate date, @Nullable LocalTime time) {

  /** A year of four digits and whole minutes, as nearly all have. */
  private static final Pattern PLAIN = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2})?");

  private static final int DATE = "2026-03-01".length();
  private static final int MINUTE = "2026-03-01T09:00".length();

  static OccurrenceKey of(Due due) {
    return new OccurrenceKey(due.date(), due.time());
  }

  /** Reads what {@link #toString} wrote. */
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

  /** Java's formatter makes a dozen objects of one; a page of tasks reads fifty. */
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
   * A time in a gap of the zone's clocks is later by the gap, one in an overlap is the first of the
   * two. A whole day is its start.
   */
  Instant instant(ZoneId zone) {
    return (time == null ? date.atStartOfDay(zone) : ZonedDateTime.of(date, time, zone))
        .toInstant();
  }

  /** A whole day is after an instant if it is after the date that the zone had then. */
  boolean isAfter(Instant other, ZoneId zone) {
    return time == null
        ? date.isAfter(other.atZone(zone).toLocalDate())
        : instant(zone).isAfter(other);
  }

  /** As events and the API have it: {@code 2026-03-01} or {@code 2026-03-01T09:00}. */
  @Override
  public String toString() {
    return time == null ? date.toString() : date.atTime(time).toString();
  }
}
