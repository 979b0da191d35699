package dev.perennial.reminderscheduler.alarm;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The time to set the alarm to. The alarm has a resolution of seconds and its schedule no year. */
public final class AlarmTime {

  /** A moment that passes while the alarm is being set would match only a year later. */
  private static final Duration LEAD = Duration.ofSeconds(2);

  /** The schedule has no year, so the alarm cannot be set further ahead; it is then set again. */
  private static final Duration FARTHEST = Duration.ofDays(180);

  private AlarmTime() {}

  /**
   * The earliest reminder or digest, but at least 2 seconds and at most 180 days from now, rounded
   * up to a whole second.
   *
   * @param earliest the next reminder or digest; null if there is none
   */
  public static Instant of(@Nullable Instant earliest, Instant now) {
    Instant soonest = now.plus(LEAD);
    Instant farthest = now.plus(FARTHEST);
    if (earliest == null || earliest.isAfter(farthest)) {
      return wholeSecond(farthest);
    }
    return wholeSecond(earliest.isBefore(soonest) ? soonest : earliest);
  }

  /** Rounds up to a whole second. */
  public static Instant wholeSecond(Instant instant) {
    Instant second = instant.truncatedTo(ChronoUnit.SECONDS);
    return second.equals(instant) ? instant : second.plusSeconds(1);
  }
}
