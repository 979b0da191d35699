package dev.perennial.taskapi.quick;

import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.End;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Missed;
import dev.perennial.events.Recurrence.MonthEnd;
import dev.perennial.events.Recurrence.Nth;
import dev.perennial.events.Recurrence.Weekday;
import dev.perennial.tasks.recurrence.RuleDates;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often, and on which days.
 *
 * @param dayOfYear of a yearly rule that names its day: the contract keeps that in the due date
 */
record Rule(
    int interval,
    Frequency frequency,
    @Nullable List<Weekday> weekdays,
    @Nullable DayOfMonth dayOfMonth,
    @Nullable MonthDay dayOfYear,
    Basis basis) {

  static Rule every(int interval, Frequency frequency) {
    return new Rule(interval, frequency, null, null, null, Basis.DUE);
  }

  static Rule on(int interval, List<Weekday> weekdays) {
    return new Rule(interval, Frequency.WEEKLY, weekdays, null, null, Basis.DUE);
  }

  static Rule on(int interval, DayOfMonth day) {
    return new Rule(interval, Frequency.MONTHLY, null, day, null, Basis.DUE);
  }

  static Rule on(MonthDay day) {
    return new Rule(1, Frequency.YEARLY, null, null, day, Basis.DUE);
  }

  Rule from(Basis other) {
    return new Rule(interval, frequency, weekdays, dayOfMonth, dayOfYear, other);
  }

  /**
   * The first date, from the given one on, that the rule allows; how often it comes back counts
   * from there.
   */
  LocalDate firstFrom(LocalDate from) {
    if (dayOfYear != null) {
      return Day.everyYears(dayOfYear).seenFrom(from);
    }
    Rule inEachTurn = new Rule(1, frequency, weekdays, dayOfMonth, null, basis);
    return RuleDates.of(inEachTurn.recurrence(basis, null), from).from(from).orElse(LocalDate.MAX);
  }

  Recurrence recurrence(Basis basis, @Nullable End end) {
    Integer monthDay = dayOfMonth == null ? null : dayOfMonth.day();
    Nth nth = dayOfMonth == null ? null : dayOfMonth.nth();
    return new Recurrence(
        frequency,
        interval,
        weekdays,
        monthDay,
        nth,
        null,
        basis,
        Missed.SKIP,
        MonthEnd.CLAMP,
        end);
  }
}
