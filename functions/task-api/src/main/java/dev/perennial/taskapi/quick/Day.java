package dev.perennial.taskapi.quick;

import static java.time.temporal.TemporalAdjusters.next;
import static java.time.temporal.TemporalAdjusters.nextOrSame;

import dev.perennial.events.Recurrence.Frequency;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;

/** A day as people name it: which date it is depends on the date it is said. */
@FunctionalInterface
interface Day {

  LocalDate seenFrom(LocalDate today);

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
          case CUSTOM -> throw new IllegalArgumentException("no unit of time");
        };
  }

  /** Who says Monday on a Monday means the one in a week. */
  static Day coming(DayOfWeek weekday) {
    return today -> today.with(next(weekday));
  }

  /** The next one, today included. */
  static Day thisWeeks(DayOfWeek weekday) {
    return today -> today.with(nextOrSame(weekday));
  }

  /** That of the week that starts with the next Monday. */
  static Day nextWeeks(DayOfWeek weekday) {
    return today -> today.with(next(DayOfWeek.MONDAY)).with(nextOrSame(weekday));
  }

  /** The next one that exists, today included. */
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
