package dev.perennial.taskinsights.history;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * What a profile says about the days of a person, from one instant on.
 *
 * @param startsAt the local time at which a day begins
 * @param dailyGoal 0 for none
 * @param weeklyGoal 0 for none
 */
public record DaySettings(
    Instant since, ZoneId zone, LocalTime startsAt, int dailyGoal, int weeklyGoal) {

  /** The goal of a day or week while the person has not set one. */
  public static final int DEFAULT_GOAL = 1;

  /** The settings of a person without a profile. */
  static final DaySettings DEFAULT =
      new DaySettings(Instant.MIN, ZoneOffset.UTC, LocalTime.MIDNIGHT, DEFAULT_GOAL, DEFAULT_GOAL);

  /** With the default for everything that the person has not set. */
  public static DaySettings of(
      Instant since,
      @Nullable ZoneId zone,
      @Nullable LocalTime startsAt,
      @Nullable Integer dailyGoal,
      @Nullable Integer weeklyGoal) {
    return new DaySettings(
        since,
        zone == null ? DEFAULT.zone : zone,
        startsAt == null ? DEFAULT.startsAt : startsAt,
        dailyGoal == null ? DEFAULT.dailyGoal : dailyGoal,
        weeklyGoal == null ? DEFAULT.weeklyGoal : weeklyGoal);
  }
}
