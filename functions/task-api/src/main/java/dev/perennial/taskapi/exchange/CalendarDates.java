package dev.perennial.taskapi.exchange;

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

/** Dates as iCalendar writes them (RFC 5545, sections 3.3.4 and 3.3.5). */
final class CalendarDates {

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

  private CalendarDates() {}

  /** A day as a DATE, a time in UTC unless it names a zone. */
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

  static ContentLine property(String name, Instant moment) {
    return ContentLine.of(name, utc(moment));
  }

  static String utc(Instant moment) {
    return LOCAL.format(moment.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC)) + "Z";
  }

  /**
   * @param zone of its TZID; null if it has none
   * @param floating where a time without a zone is
   * @throws DateTimeException if it is no date
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
   * @throws DateTimeException if it is no moment
   */
  static Instant moment(String value) {
    Due due = due(value, null, null);
    LocalTime time = due.time() == null ? LocalTime.MIDNIGHT : due.time();
    return due.date().atTime(time).toInstant(ZoneOffset.UTC);
  }
}
