package dev.perennial.taskapi.transfer.ical;

import dev.perennial.events.Due;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Dates in the form of iCalendar (RFC 5545, sections 3.3.4 and 3.3.5). */
final class CalendarDates {

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

  /** Also in the extended form of ISO 8601, and with an offset, which some programs write. */
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4})-?(\\d{2})-?(\\d{2})(?:[T"
              + " ](\\d{2}):?(\\d{2})(?::?(\\d{2})(?:\\.\\d{1,9})?)?(Z|[+-]\\d{2}:?\\d{2})?)?");

  private CalendarDates() {}

  /**
   * A date, or a date and time.
   *
   * @param time null for a date
   * @param offset null for a local time
   */
  record Value(LocalDate date, @Nullable LocalTime time, @Nullable ZoneOffset offset) {

    LocalDateTime local() {
      return date.atTime(time == null ? LocalTime.MIDNIGHT : time);
    }
  }

  /**
   * @throws DateTimeException if it is neither a date nor a date-time
   */
  static Value parse(String text) {
    Matcher form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!form.matches()) {
      throw new DateTimeException("not a date");
    }
    LocalDate date = LocalDate.of(number(form, 1), number(form, 2), number(form, 3));
    if (form.group(4) == null) {
      return new Value(date, null, null);
    }
    // A leap second is 60 (RFC 5545, section 3.3.12).
    int second = form.group(6) == null ? 0 : Math.min(59, number(form, 6));
    LocalTime time = LocalTime.of(number(form, 4), number(form, 5), second);
    return new Value(date, time, form.group(7) == null ? null : ZoneOffset.of(form.group(7)));
  }

  private static int number(Matcher form, int group) {
    return Integer.parseInt(form.group(group));
  }

  /** All-day as a DATE; with a time in UTC, in its zone, or floating if it has none. */
  static ContentLine property(String name, Due due) {
    return list(name, List.of(due));
  }

  /** As {@link #property(String, Due)}, of dates that have the same zone and all a time or none. */
  static ContentLine list(String name, List<Due> dues) {
    Due first = dues.getFirst();
    if (first.time() == null) {
      return ContentLine.of(
              name, joined(dues, due -> DateTimeFormatter.BASIC_ISO_DATE.format(due.date())))
          .with("VALUE", "DATE");
    }
    if (isUtc(first)) {
      return ContentLine.of(name, joined(dues, due -> local(due) + "Z"));
    }
    ContentLine local = ContentLine.of(name, joined(dues, CalendarDates::local));
    return first.zone() == null ? local : local.with("TZID", first.zone().getId());
  }

  /** Whether the date is written in UTC, without a TZID. */
  static boolean isUtc(Due due) {
    return due.zone() != null && due.zone().getId().equals("UTC");
  }

  private static String joined(List<Due> dues, Function<Due, String> text) {
    return dues.stream().map(text).collect(Collectors.joining(","));
  }

  private static String local(Due due) {
    return LOCAL.format(due.date().atTime(due.time()));
  }

  static ContentLine property(String name, Instant instant) {
    return ContentLine.of(name, utc(instant));
  }

  static String utc(Instant instant) {
    return LOCAL.format(instant.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC)) + "Z";
  }
}
