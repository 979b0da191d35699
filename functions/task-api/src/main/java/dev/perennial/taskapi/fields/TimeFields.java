package dev.perennial.taskapi.fields;

import dev.perennial.api.request.JsonFields;
import dev.perennial.runtime.TimeTexts;
import dev.perennial.taskapi.request.HappenedAt;
import dev.perennial.tasks.series.Series;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates, times of day, instants, zones and durations from JSON. Each method returns null if
 * the field is absent, and null with an error recorded if its value is not valid.
 */
public final class TimeFields {

  public static final Duration MAX_DURATION = Duration.ofDays(366);

  /** The error for a text that {@link #date(String)} does not accept. */
  public static final String DATE_FORM =
      "must be a date from " + Series.FIRST_DATE + " to " + Series.LAST_DATE;

  private TimeFields() {}

  /** A date from {@link Series#FIRST_DATE} to {@link Series#LAST_DATE}. */
  public static @Nullable LocalDate date(JsonFields fields, String name) {
    return fields.parsed(name, TimeFields::date, DATE_FORM);
  }

  /** A time of day in whole seconds. */
  public static @Nullable LocalTime time(JsonFields fields, String name) {
    return fields.parsed(name, TimeFields::time, "must be a time of day such as 09:00");
  }

  /** A time of day in whole minutes, as HH:MM. */
  public static @Nullable LocalTime minute(JsonFields fields, String name) {
    return fields.parsed(
        name, TimeFields::minute, "must be a time of day in minutes, such as 09:00");
  }

  /** A local date and time, in whole seconds and in the years that dates may have. */
  public static @Nullable LocalDateTime dateTime(JsonFields fields, String name) {
    return fields.parsed(
        name,
        TimeFields::dateTime,
        "must be a local time such as 2026-03-01T09:00, in whole seconds, from 1900 to 9999");
  }

  /** An IANA time zone; offsets are refused since they have no daylight saving time. */
  public static @Nullable ZoneId zone(JsonFields fields, String name) {
    return fields.parsed(name, TimeTexts::zone, "must be the name of an IANA time zone");
  }

  /** An instant since 1970, when something happened. */
  public static @Nullable Instant happenedAt(JsonFields fields, String name) {
    return fields.parsed(name, HappenedAt::parse, HappenedAt.FORM);
  }

  /** An instant in the years that dates may have, from which a rule may count. */
  public static @Nullable Instant instant(JsonFields fields, String name) {
    return fields.parsed(
        name,
        TimeFields::instant,
        "must be an instant such as 2026-03-01T09:00:00Z, from 1900 to 9999");
  }

  /** A duration of 366 days at most, negative or not. */
  public static @Nullable Duration duration(JsonFields fields, String name) {
    return fields.parsed(
        name,
        TimeFields::duration,
        "must be an ISO 8601 duration of 366 days at most, such as PT15M, P1D or P1W");
  }

  /**
   * @throws DateTimeException if it is not a date from {@link Series#FIRST_DATE} to {@link
   *     Series#LAST_DATE}
   */
  public static LocalDate date(String text) {
    LocalDate date = LocalDate.parse(text);
    requireInRange(date);
    return date;
  }

  private static LocalTime time(String text) {
    LocalTime time = LocalTime.parse(text);
    if (!time.equals(time.truncatedTo(ChronoUnit.SECONDS))) {
      throw new DateTimeException("finer than a second");
    }
    return time;
  }

  private static LocalTime minute(String text) {
    if (!text.matches("\\d\\d:\\d\\d")) {
      throw new DateTimeException("not in minutes");
    }
    return LocalTime.parse(text);
  }

  private static LocalDateTime dateTime(String text) {
    LocalDateTime dateTime = LocalDateTime.parse(text);
    requireInRange(dateTime.toLocalDate());
    if (!dateTime.equals(dateTime.truncatedTo(ChronoUnit.SECONDS))) {
      throw new DateTimeException("finer than a second");
    }
    return dateTime;
  }

  private static Instant instant(String text) {
    Instant instant = TimeTexts.instant(text);
    requireInRange(instant.atOffset(ZoneOffset.UTC).toLocalDate());
    return instant;
  }

  private static Duration duration(String text) {
    Duration duration = TimeTexts.duration(text);
    if (duration.abs().compareTo(MAX_DURATION) > 0) {
      throw new DateTimeException("too long");
    }
    return duration;
  }

  private static void requireInRange(LocalDate date) {
    if (date.isBefore(Series.FIRST_DATE) || date.isAfter(Series.LAST_DATE)) {
      throw new DateTimeException("out of range");
    }
  }
}
