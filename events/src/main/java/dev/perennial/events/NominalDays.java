package dev.perennial.events;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Adds durations to local times. Whole days of a duration are days of the calendar, which may have
 * 23 or 25 hours; the rest is exact (RFC 5545, section 3.3.6). A {@link Duration} does not know
 * whether it was written in days or in hours: 24 hours are a day.
 */
public final class NominalDays {

  private NominalDays() {}

  /**
   * The time so long after, or before if the duration is negative. Days are added first. If that
   * gives a local time that a clock change skips, it is moved forward by the gap; of one that
   * occurs twice, the first is used.
   */
  public static ZonedDateTime plus(ZonedDateTime from, Duration duration) {
    long days = duration.toDays();
    return plusDays(from, days).plus(duration.minusDays(days));
  }

  private static ZonedDateTime plusDays(ZonedDateTime from, long days) {
    return days == 0 ? from : from.toLocalDateTime().plusDays(days).atZone(from.getZone());
  }

  /**
   * The duration by which {@link #plus} leads from the time to the instant. Empty for an instant
   * that no duration leads to: one in the 25th hour from here, if clocks are set back meanwhile.
   */
  public static Optional<Duration> between(ZonedDateTime from, Instant to) {
    long days =
        ChronoUnit.DAYS.between(
            from.toLocalDateTime(), to.atZone(from.getZone()).toLocalDateTime());
    return LongStream.of(days, days - 1, days + 1)
        .mapToObj(
            whole ->
                Duration.ofDays(whole)
                    .plus(Duration.between(plusDays(from, whole).toInstant(), to)))
        .filter(duration -> plus(from, duration).toInstant().equals(to))
        .findFirst();
  }
}
