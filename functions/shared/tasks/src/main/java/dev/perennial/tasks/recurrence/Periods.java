package dev.perennial.tasks.recurrence;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoField;

/**
 * Every {@code interval} days, weeks, months or years, counted from the period that contains the
 * anchor.
 *
 * @param weekStart on which day a week starts
 */
record Periods(Unit unit, int interval, DayOfWeek weekStart, LocalDate anchor) {

  /** The FREQ of RFC 5545, from years down to days. */
  enum Unit {
    DAYS(146_097),
    WEEKS(20_871),
    MONTHS(4_800),
    YEARS(400);

    private final int inFourHundredYears;

    Unit(int inFourHundredYears) {
      this.inFourHundredYears = inFourHundredYears;
    }
  }

  /**
   * After this many periods the calendar repeats itself, weekdays and leap years included, for any
   * interval: a rule without a date until then has none at all.
   */
  int periodsUntilRepeated() {
    return unit.inFourHundredYears;
  }

  /** The first day of the period that contains this date, or else of the next period. */
  LocalDate periodFrom(LocalDate date) {
    long past = number(date) - number(anchor);
    return start(number(anchor) + Math.ceilDiv(past, interval) * interval);
  }

  /** The last day of the period that starts on this date. */
  LocalDate endOf(LocalDate start) {
    return start(number(start) + 1).minusDays(1);
  }

  private long number(LocalDate date) {
    return switch (unit) {
      case DAYS -> date.toEpochDay();
      case WEEKS -> Math.floorDiv(date.toEpochDay() - firstWeekStart(), 7);
      case MONTHS -> date.getLong(ChronoField.PROLEPTIC_MONTH);
      case YEARS -> date.getYear();
    };
  }

  private LocalDate start(long number) {
    return switch (unit) {
      case DAYS -> LocalDate.ofEpochDay(number);
      case WEEKS -> LocalDate.ofEpochDay(firstWeekStart() + number * 7);
      case MONTHS ->
          LocalDate.of(
              Math.toIntExact(Math.floorDiv(number, 12)), Math.floorMod(number, 12) + 1, 1);
      case YEARS -> LocalDate.of(Math.toIntExact(number), 1, 1);
    };
  }

  // 1 January 1970 was a Thursday.
  private long firstWeekStart() {
    return (long) weekStart.getValue() - DayOfWeek.THURSDAY.getValue();
  }
}
