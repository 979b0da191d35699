package dev.perennial.tasks.recurrence;

import static java.util.stream.Collectors.toMap;

import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.MonthEnd;
import dev.perennial.events.Recurrence.Nth;
import dev.perennial.events.Recurrence.Weekday;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** The days of structured rules; the anchor's day where the rule names none. */
final class StructuredDays {

  private static final int LAST = -1;
  private static final int FIFTH = 5;

  private StructuredDays() {}

  static DayPattern ofWeek(Recurrence rule, LocalDate anchor) {
    Map<DayOfWeek, Positions> days =
        rule.weekdays() == null
            ? Map.of(anchor.getDayOfWeek(), Positions.EVERY)
            : rule.weekdays().stream()
                .collect(toMap(Weekday::day, _ -> Positions.EVERY, (one, _) -> one));
    return DayPattern.EVERY_DAY.onWeekdays(days, false);
  }

  static DayPattern ofMonth(Recurrence rule, LocalDate anchor) {
    Nth nth = rule.nth();
    if (nth == null) {
      int day = rule.monthDay() == null ? anchor.getDayOfMonth() : rule.monthDay();
      return DayPattern.EVERY_DAY.onMonthDays(Positions.of(List.of(day)), clamps(rule));
    }
    // A fifth weekday is always the last one.
    int ordinal = nth.ordinal() == FIFTH && clamps(rule) ? LAST : nth.ordinal();
    return DayPattern.EVERY_DAY.onWeekdays(
        Map.of(nth.weekday().day(), Positions.of(List.of(ordinal))), false);
  }

  static DayPattern ofYear(Recurrence rule, LocalDate anchor) {
    return DayPattern.EVERY_DAY
        .inMonths(Positions.of(List.of(anchor.getMonthValue())))
        .onMonthDays(Positions.of(List.of(anchor.getDayOfMonth())), clamps(rule));
  }

  private static boolean clamps(Recurrence rule) {
    return rule.monthEnd() == MonthEnd.CLAMP;
  }
}
