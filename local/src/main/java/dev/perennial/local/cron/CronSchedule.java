package dev.perennial.local.cron;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cron schedule with the semantics of robfig/cron and optional seconds: 5 or 6 fields of values,
 * names, ranges, lists and steps, {@code *} and {@code ?}, or a descriptor such as {@code @hourly}
 * (but not {@code @every}, which a PingSource does not support).
 *
 * <p>It is due at every second whose local fields match. A local time skipped by daylight saving is
 * not due on that day, and one that occurs twice is due twice. If both day of month and day of week
 * are restricted, one match is enough.
 */
public final class CronSchedule {

  private static final int YEARS_AHEAD = 5;
  private static final int MINUTES = 60;

  private static final Map<String, String> DESCRIPTORS =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private final long seconds;
  private final long minutes;
  private final long hours;
  private final long daysOfMonth;
  private final long months;
  private final long daysOfWeek;
  private final ZoneId zone;

  private CronSchedule(List<String> fields, ZoneId zone) {
    this.seconds = CronField.SECOND.parse(fields.get(0));
    this.minutes = CronField.MINUTE.parse(fields.get(1));
    this.hours = CronField.HOUR.parse(fields.get(2));
    this.daysOfMonth = CronField.DAY_OF_MONTH.parse(fields.get(3));
    this.months = CronField.MONTH.parse(fields.get(4));
    this.daysOfWeek = CronField.DAY_OF_WEEK.parse(fields.get(5));
    this.zone = zone;
  }

  /**
   * @throws CronSyntaxException if it is no schedule
   */
  public static CronSchedule parse(String text, ZoneId zone) {
    List<String> fields =
        new ArrayList<>(List.of(DESCRIPTORS.getOrDefault(text, text).strip().split("\\s+")));
    if (fields.size() == 5) {
      fields.addFirst("0");
    }
    if (fields.size() != 6) {
      throw new CronSyntaxException("\"" + text + "\" has not 5 or 6 fields");
    }
    return new CronSchedule(fields, zone);
  }

  /** Returns the first instant after the given one; empty if there is none within five years. */
  public Optional<Instant> next(Instant after) {
    ZonedDateTime time = after.atZone(zone).truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    int lastYear = time.getYear() + YEARS_AHEAD;
    while (time.getYear() <= lastYear) {
      ZonedDateTime possible = firstPossible(time);
      if (possible.equals(time)) {
        return Optional.of(time.toInstant());
      }
      time = notBeyondTransition(time, possible);
    }
    return Optional.empty();
  }

  /**
   * Returns the time itself if it matches, otherwise a later one before which no time matches,
   * unless the zone's offset changes in between.
   */
  private ZonedDateTime firstPossible(ZonedDateTime time) {
    LocalDate date = time.toLocalDate();
    if (!CronField.admits(months, time.getMonthValue())) {
      return date.withDayOfMonth(1).plusMonths(1).atStartOfDay(zone);
    }
    if (!admitsDay(date)) {
      return date.plusDays(1).atStartOfDay(zone);
    }
    if (!CronField.admits(hours, time.getHour())) {
      return time.plusMinutes(MINUTES - time.getMinute()).minusSeconds(time.getSecond());
    }
    if (!CronField.admits(minutes, time.getMinute())) {
      return time.plusMinutes(1).minusSeconds(time.getSecond());
    }
    return CronField.admits(seconds, time.getSecond()) ? time : time.plusSeconds(1);
  }

  private boolean admitsDay(LocalDate date) {
    boolean ofMonth = CronField.admits(daysOfMonth, date.getDayOfMonth());
    boolean ofWeek = CronField.admits(daysOfWeek, date.getDayOfWeek().getValue() % 7);
    boolean oneIsFree = CronField.isStar(daysOfMonth) || CronField.isStar(daysOfWeek);
    return oneIsFree ? ofMonth && ofWeek : (ofMonth || ofWeek);
  }

  private ZonedDateTime notBeyondTransition(ZonedDateTime from, ZonedDateTime to) {
    @Nullable ZoneOffsetTransition transition = zone.getRules().nextTransition(from.toInstant());
    return transition != null && transition.getInstant().isBefore(to.toInstant())
        ? transition.getInstant().atZone(zone)
        : to;
  }
}
