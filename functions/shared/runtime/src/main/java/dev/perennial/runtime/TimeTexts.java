package dev.perennial.runtime;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.zone.ZoneRulesProvider;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses instants, durations and time zones that people and programs write. Every request and every
 * setting is read by these methods, so that one text has one meaning everywhere.
 */
public final class TimeTexts {

  /** The earliest instant. */
  public static final Instant MIN = Instant.parse("0001-01-01T00:00:00Z");

  /** The latest instant. */
  public static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private static final Pattern DURATION =
      Pattern.compile(
          "(?<sign>[-+]?)P(?:(?<weeks>[-+]?\\d+)W)?(?<rest>.*)", Pattern.CASE_INSENSITIVE);

  private static final int DAYS_OF_WEEK = 7;

  /** Rules of POSIX systems that the JDK adds to the IANA database. */
  private static final String NOT_IANA = "SystemV/";

  private TimeTexts() {}

  /**
   * Parses a date and time with an offset, {@code Z} or another (RFC 3339).
   *
   * @throws DateTimeException if the text is not one, or it is not from the years 1 to 9999
   */
  public static Instant instant(String text) {
    Instant instant = anyInstant(text);
    if (!isInRange(instant)) {
      throw new DateTimeException("not from the years 1 to 9999");
    }
    return instant;
  }

  /** Whether Postgres and RFC 3339 can represent the instant: it is from the years 1 to 9999. */
  public static boolean isInRange(Instant instant) {
    return !instant.isBefore(MIN) && !instant.isAfter(MAX);
  }

  private static Instant anyInstant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException other) {
      // Only this parser accepts a leap second.
      return Instant.parse(text);
    }
  }

  /**
   * Parses an ISO 8601 duration of weeks, days, hours, minutes and seconds. Years and months are
   * refused, because they have no fixed length.
   *
   * @throws DateTimeException if the text is not one
   */
  public static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches() || matcher.group("weeks") == null) {
      return Duration.parse(text);
    }
    try {
      String rest = matcher.group("rest");
      Duration duration =
          Duration.ofDays(Math.multiplyExact(DAYS_OF_WEEK, Long.parseLong(matcher.group("weeks"))))
              .plus(rest.isEmpty() ? Duration.ZERO : Duration.parse("P" + rest));
      return matcher.group("sign").equals("-") ? duration.negated() : duration;
    } catch (ArithmeticException | NumberFormatException tooLong) {
      throw new DateTimeException("too long", tooLong);
    }
  }

  /**
   * Returns the IANA time zone of this name, also an old name that is now a link. Offsets are
   * refused, because they have no daylight saving time.
   *
   * @throws DateTimeException if there is none
   */
  public static ZoneId zone(String name) {
    if (name.startsWith(NOT_IANA)) {
      throw new DateTimeException(name + " is not in the IANA database");
    }
    var _ = ZoneRulesProvider.getRules(name, false);
    return ZoneId.of(name);
  }
}
