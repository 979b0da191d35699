package dev.perennial.taskapi.quick.phrase;

import static java.time.temporal.TemporalAdjusters.next;
import static java.time.temporal.TemporalAdjusters.nextOrSame;

import dev.perennial.events.Recurrence.Frequency;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/** A day as typed; its date may depend on the current date. */
@FunctionalInterface
public interface Day {

  /** The date, if today is this date. */
  LocalDate from(LocalDate today);

  /** Returns false if its words contradict each other, if today is this date. */
  default boolean isPossible(LocalDate today) {
    return true;
  }

  /** A day that a weekday next to it can only confirm. */
  @FunctionalInterface
  interface Dated extends Day {}

  /** A day that is given by its weekday. */
  interface Weekly extends Day {

    DayOfWeek weekday();
  }

  /** A number of days, weeks, months or years from today. */
  record Relative(int count, Frequency unit) implements Day {

    @Override
    public LocalDate from(LocalDate today) {
      return switch (unit) {
        case DAILY -> today.plusDays(count);
        case WEEKLY -> today.plusWeeks(count);
        case MONTHLY -> today.plusMonths(count);
        case YEARLY -> today.plusYears(count);
        case CUSTOM -> throw new IllegalArgumentException("not a unit of time");
      };
    }
  }

  /** The next such weekday after today: on a Monday, Monday is in a week. */
  record Coming(DayOfWeek weekday) implements Weekly {

    @Override
    public LocalDate from(LocalDate today) {
      return today.with(next(weekday));
    }
  }

  /** The next such weekday, today included. */
  record ThisWeeks(DayOfWeek weekday) implements Weekly {

    @Override
    public LocalDate from(LocalDate today) {
      return today.with(nextOrSame(weekday));
    }
  }

  /** The weekday in the week that starts on the next Monday. */
  record NextWeeks(DayOfWeek weekday) implements Weekly {

    @Override
    public LocalDate from(LocalDate today) {
      return today.with(next(DayOfWeek.MONDAY)).with(nextOrSame(weekday));
    }
  }

  /** The next Monday after today. */
  record NextWeek() implements Day {

    @Override
    public LocalDate from(LocalDate today) {
      return new NextWeeks(DayOfWeek.MONDAY).from(today);
    }
  }

  /** The first day of the next month. */
  record NextMonth() implements Day {

    @Override
    public LocalDate from(LocalDate today) {
      return YearMonth.from(today).plusMonths(1).atDay(1);
    }
  }

  /** The next such day of a month that has it, today included. */
  record OfMonth(int day) implements Dated {

    @Override
    public LocalDate from(LocalDate today) {
      YearMonth month = YearMonth.from(today);
      while (!month.isValidDay(day) || month.atDay(day).isBefore(today)) {
        month = month.plusMonths(1);
      }
      return month.atDay(day);
    }
  }

  /** The day of the month that is this number of months away. */
  record InMonth(int months, int day) implements Dated {

    @Override
    public LocalDate from(LocalDate today) {
      YearMonth month = YearMonth.from(today).plusMonths(months);
      return month.atDay(Math.min(day, month.lengthOfMonth()));
    }

    @Override
    public boolean isPossible(LocalDate today) {
      return YearMonth.from(today).plusMonths(months).isValidDay(day);
    }
  }

  /** A date with its weekday, which must be right: "Friday, 13 March". */
  record Confirmed(DayOfWeek weekday, Dated day) implements Dated {

    @Override
    public LocalDate from(LocalDate today) {
      return day.from(today);
    }

    @Override
    public boolean isPossible(LocalDate today) {
      return day.isPossible(today) && day.from(today).getDayOfWeek() == weekday;
    }
  }

  static Dated date(LocalDate date) {
    return today -> date;
  }

  /** The next such date that exists, today included. */
  static Dated everyYears(MonthDay day) {
    return today -> {
      int year = today.getYear();
      while (!day.isValidYear(year) || day.atYear(year).isBefore(today)) {
        year++;
      }
      return day.atYear(year);
    };
  }

  /** Saturday; today if it is Sunday. */
  static Day thisWeekend() {
    return today ->
        today.getDayOfWeek() == DayOfWeek.SUNDAY
            ? today
            : today.with(nextOrSame(DayOfWeek.SATURDAY));
  }

  /** The last day of the month that is this number of months away. */
  static Day endOfMonth(int months) {
    return today -> YearMonth.from(today).plusMonths(months).atEndOfMonth();
  }

  /** The last day of the year that is this number of years away. */
  static Day endOfYear(int years) {
    return today -> LocalDate.of(today.getYear() + years, 12, 31);
  }

  /** The first day of the next year. */
  static Day nextYear() {
    return today -> LocalDate.of(today.getYear() + 1, 1, 1);
  }

  /** The day that both phrases name together; null if they are two days. */
  static @Nullable Day combined(Day one, Day other) {
    Day day = refined(one, other);
    return day == null ? refined(other, one) : day;
  }

  private static @Nullable Day refined(Day one, Day other) {
    if (one instanceof Coming(DayOfWeek weekday) && other instanceof NextWeek) {
      return new NextWeeks(weekday);
    }
    if (one instanceof OfMonth(int day) && other instanceof NextMonth) {
      return new InMonth(1, day);
    }
    return one instanceof Weekly weekly && other instanceof Dated dated
        ? new Confirmed(weekly.weekday(), dated)
        : null;
  }
}
