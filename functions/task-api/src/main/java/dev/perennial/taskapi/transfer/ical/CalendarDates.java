package dev.perennial.taskapi.transfer.ical;

import dev.perennial.events.Due;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dates in the form of iCalendar (RFC 5545, sections 3.3.4 and 3.3.5). */
final class CalendarDates {

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

  private CalendarDates() {}

  /** All-day as a DATE; with a time in its zone, or in UTC if it has none. */
  static ContentLine property(String name, Due due) {
    LocalTime time = due.time();
    if (time == null) {
      return ContentLine.of(name, DateTimeFormatter.BASIC_ISO_DATE.format(due.date()))
          .with("VALUE", "DATE");
    }
    String local = LOCAL.format(due.date().atTime(time));
    return due.zone() == null
        ? ContentLine.of(name, local + "Z")
        : ContentLine.of(name, local).with("TZID", due.zone().getId());
  }

  static ContentLine property(String name, Instant instant) {
    return ContentLine.of(name, utc(instant));
  }

  static String utc(Instant instant) {
    return LOCAL.format(instant.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC)) + "Z";
  }

  /**
   * @param zone of its TZID; null if it has none
   * @param floating the zone of times that have none; null for none
   * @throws DateTimeException if it is not a date
   */
  static Due due(String value, @Nullable ZoneId zone, @Nullable ZoneId floating) {
    String text = value.strip();
    if (text.indexOf('T') < 0) {
      return new Due(LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE), null, null);
    }
    boolean isUtc = text.endsWith("Z");
    LocalDateTime local =
        LocalDateTime.parse(isUtc ? text.substring(0, text.length() - 1) : text, LOCAL);
    ZoneId its = isUtc ? null : zone == null ? floating : zone;
    return new Due(local.toLocalDate(), local.toLocalTime(), its);
  }

  /**
   * @throws DateTimeException if it is not a date-time
   */
  static Instant instant(String value) {
    Due due = due(value, null, null);
    LocalTime time = due.time() == null ? LocalTime.MIDNIGHT : due.time();
    return due.date().atTime(time).toInstant(ZoneOffset.UTC);
  }
}
