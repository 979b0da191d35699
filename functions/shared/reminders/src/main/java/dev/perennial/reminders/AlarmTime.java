package dev.perennial.reminders;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** When the alarm is to ring, which knows seconds and no years. */
public final class AlarmTime {

  /** A moment that passes while the alarm is being set would only come again in a year. */
  private static final Duration LEAD = Duration.ofSeconds(2);

  /** It rings for nothing then, and is set anew: a year ahead is not told from today. */
  private static final Duration FARTHEST = Duration.ofDays(180);

  private AlarmTime() {}

  /**
   * @param earliest what is to be told next; null if there is nothing
   */
  public static Instant of(@Nullable Instant earliest, Instant now) {
    Instant soonest = now.plus(LEAD);
    Instant farthest = now.plus(FARTHEST);
    if (earliest == null || earliest.isAfter(farthest)) {
      return wholeSecond(farthest);
    }
    return wholeSecond(earliest.isBefore(soonest) ? soonest : earliest);
  }

  /** This second, or the next if it has begun. */
  public static Instant wholeSecond(Instant instant) {
    Instant second = instant.truncatedTo(ChronoUnit.SECONDS);
    return second.equals(instant) ? instant : second.plusSeconds(1);
  }
}
