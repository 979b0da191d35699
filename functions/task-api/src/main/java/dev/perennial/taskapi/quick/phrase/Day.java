package dev.perennial.taskapi.quick.phrase;

import static java.time.temporal.TemporalAdjusters.next;
import static java.time.temporal.TemporalAdjusters.nextOrSame;

import dev.perennial.events.Recurrence.Frequency;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;

/** A day as typed; its date may depend on the current date. */
@FunctionalInterface
public interface Day {

  /** The date, if today is this date. */
  LocalDate from(LocalDate today);

  static Day date(LocalDate date) {
    return today -> date;
  }

  static Day in(int count, Frequency unit) {
    return today ->
        switch (unit) {
          case DAILY -> today.plusDays(count);
          case WEEKLY -> today.plusWeeks(count);
          case MONTHLY -> today.plusMonths(count);
          case YEARLY -> today.plusYears(count);
          case CUSTOM -> throw new IllegalArgumentException("not a unit of time");
        };
  }

  /** The next such weekday after today: on a Monday, Monday is in a week. */
  static Day coming(DayOfWeek weekday) {
    return today -> today.with(next(weekday));
  }

  /** The next such weekday, today included. */
  static Day thisWeeks(DayOfWeek weekday) {
    return today -> today.with(nextOrSame(weekday));
  }

  /** The weekday in the week that starts on the next Monday. */
  static Day nextWeeks(DayOfWeek weekday) {
    return today -> today.with(next(DayOfWeek.MONDAY)).with(nextOrSame(weekday));
  }

  /** The next such date that exists, today included. */
  static Day everyYears(MonthDay day) {
    return today -> {
      int year = today.getYear();
      while (!day.isValidYear(year) || day.atYear(year).isBefore(today)) {
        year++;
      }
      return day.atYear(year);
    };
  }
}
