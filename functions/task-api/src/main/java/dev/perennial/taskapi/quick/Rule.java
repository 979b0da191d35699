package dev.perennial.taskapi.quick;

import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.End;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Missed;
import dev.perennial.events.Recurrence.MonthEnd;
import dev.perennial.events.Recurrence.Nth;
import dev.perennial.events.Recurrence.Weekday;
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

  /** The rarest day, 29 February around a year such as 2100, comes after eight years. */
  private static final int DAYS_TO_LOOK_AT = 9 * 366;

  static Rule every(int interval, Frequency frequency, Basis basis) {
    return new Rule(interval, frequency, null, null, null, basis);
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

  /** What counts from a completion falls on any day. */
  boolean namesDays() {
    return weekdays != null || dayOfMonth != null || dayOfYear != null;
  }

  /** The first date, from the given one on, that the rule allows. */
  LocalDate firstFrom(LocalDate from) {
    LocalDate end = from.plusDays(DAYS_TO_LOOK_AT);
    return from.datesUntil(end).filter(this::allows).findFirst().orElse(from);
  }

  private boolean allows(LocalDate date) {
    if (weekdays != null) {
      return weekdays.stream().anyMatch(weekday -> weekday.day() == date.getDayOfWeek());
    }
    if (dayOfMonth != null) {
      return dayOfMonth.is(date);
    }
    return dayOfYear == null || dayOfYear.equals(MonthDay.from(date));
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
