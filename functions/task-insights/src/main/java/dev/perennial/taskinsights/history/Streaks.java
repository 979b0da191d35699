package dev.perennial.taskinsights.history;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How many days, or weeks, in a row a person reached their goal. The goal is the one that the
 * person had at the end of that day or week. Days without a goal and days that the person did not
 * have count neither for nor against it, and the present day or week only if its goal is reached.
 */
public final class Streaks {

  private final PersonDays days;
  private final LocalDate today;
  private final TreeMap<LocalDate, Integer> completed;

  /**
   * @param completed how many tasks were completed, by day; days without any are missing
   */
  public Streaks(PersonDays days, LocalDate today, Map<LocalDate, Integer> completed) {
    this.days = days;
    this.today = today;
    this.completed = new TreeMap<>(completed);
  }

  /**
   * @param goal today's, or this week's; 0 for none
   * @param completed how much of it is done
   * @param current the streak up to now
   * @param longest the longest one so far
   */
  public record Streak(int goal, int completed, int current, int longest) {}

  /** By the daily goal. */
  public Streak daily() {
    return run(
        new Unit(1, completed, day -> days.at(days.endOf(day).minusNanos(1)).dailyGoal()), today);
  }

  /** By the weekly goal; weeks begin on Monday (ISO 8601). */
  public Streak weekly() {
    TreeMap<LocalDate, Integer> byWeek =
        completed.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    day -> monday(day.getKey()),
                    TreeMap::new,
                    Collectors.summingInt(Map.Entry::getValue)));
    return run(
        new Unit(
            DayOfWeek.values().length,
            byWeek,
            week -> days.at(days.endOf(week.plusDays(6)).minusNanos(1)).weeklyGoal()),
        monday(today));
  }

  private static LocalDate monday(LocalDate day) {
    return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }

  private Streak run(Unit unit, LocalDate present) {
    int current = 0;
    int longest = 0;
    LocalDate first = unit.completed.isEmpty() ? present : unit.completed.firstKey();
    Predicate<LocalDate> counts = day -> unit.goal.of(day) > 0 && existed(day, unit);
    for (LocalDate day = first; !day.isAfter(present); day = day.plusDays(unit.days)) {
      if (!counts.test(day)) {
        continue;
      }
      if (unit.completed.getOrDefault(day, 0) >= unit.goal.of(day)) {
        current++;
        longest = Math.max(longest, current);
      } else if (day.isBefore(present)) {
        current = 0;
      }
    }
    return new Streak(
        unit.goal.of(present), unit.completed.getOrDefault(present, 0), current, longest);
  }

  private boolean existed(LocalDate day, Unit unit) {
    return unit.days > 1 || unit.completed.containsKey(day) || days.hasMostOf(day);
  }

  @FunctionalInterface
  private interface Goal {
    int of(LocalDate start);
  }

  private record Unit(int days, TreeMap<LocalDate, Integer> completed, Goal goal) {}
}
