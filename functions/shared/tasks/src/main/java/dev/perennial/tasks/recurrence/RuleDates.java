package dev.perennial.tasks.recurrence;

import dev.perennial.events.Recurrence;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The dates of a rule, in order, by RFC 5545. The cost of a query does not depend on its distance
 * from the anchor, and is bounded for every rule: the search ends when the calendar repeats itself
 * or at {@link #LAST}.
 */
public final class RuleDates {

  public static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
  public static final LocalDate LAST = LocalDate.of(9999, 12, 31);

  /** A query visits at most so many days: those of 400 years, after which the calendar repeats. */
  public static final int LONGEST_SEARCH_DAYS = 146_097;

  private final Periods periods;
  private final DayPattern days;
  private final Positions setPositions;

  /**
   * @param setPositions the positions of a period's days that count (BYSETPOS)
   */
  RuleDates(Periods periods, DayPattern days, Positions setPositions) {
    this.periods = periods;
    this.days = days;
    this.setPositions = setPositions;
  }

  /**
   * @param anchor from which periods are counted, and whose day is used where the rule names none
   * @throws RefusedRule if it is custom, and its RRULE is not valid
   */
  public static RuleDates of(Recurrence rule, LocalDate anchor) {
    return switch (rule.frequency()) {
      case DAILY -> plain(rule, Periods.Unit.DAYS, anchor, DayPattern.EVERY_DAY);
      case WEEKLY -> plain(rule, Periods.Unit.WEEKS, anchor, StructuredDays.ofWeek(rule, anchor));
      case MONTHLY ->
          plain(rule, Periods.Unit.MONTHS, anchor, StructuredDays.ofMonth(rule, anchor));
      case YEARLY -> plain(rule, Periods.Unit.YEARS, anchor, StructuredDays.ofYear(rule, anchor));
      case CUSTOM ->
          Rrule.parse(String.valueOf(rule.rrule()))
              .dates(anchor, rule.monthEnd() == Recurrence.MonthEnd.CLAMP);
    };
  }

  private static RuleDates plain(
      Recurrence rule, Periods.Unit unit, LocalDate anchor, DayPattern days) {
    Periods periods = new Periods(unit, rule.interval(), DayOfWeek.MONDAY, anchor);
    return new RuleDates(periods, days, Positions.EVERY);
  }

  /**
   * The first date on or after this one.
   *
   * @return empty if there is none up to {@link #LAST}
   */
  public Optional<LocalDate> from(LocalDate floor) {
    LocalDate from = floor.isAfter(periods.anchor()) ? floor : periods.anchor();
    for (int period = 0;
        period <= periods.periodsUntilRepeated() && !from.isAfter(LAST);
        period++) {
      LocalDate start = periods.periodFrom(from);
      LocalDate end = periods.endOf(start);
      LocalDate found = firstOf(start, end, from);
      if (found != null) {
        return Optional.of(found).filter(date -> !date.isAfter(LAST));
      }
      from = days.inMonthFrom(end.plusDays(1));
    }
    return Optional.empty();
  }

  public Optional<LocalDate> after(LocalDate date) {
    return from(date.plusDays(1));
  }

  private @Nullable LocalDate firstOf(LocalDate start, LocalDate end, LocalDate floor) {
    if (setPositions == Positions.EVERY) {
      return days.first(start.isAfter(floor) ? start : floor, end);
    }
    List<LocalDate> set = all(start, end);
    for (int index = 0; index < set.size(); index++) {
      if (setPositions.contains(index + 1, set.size()) && !set.get(index).isBefore(floor)) {
        return set.get(index);
      }
    }
    return null;
  }

  private List<LocalDate> all(LocalDate start, LocalDate end) {
    List<LocalDate> all = new ArrayList<>();
    LocalDate day = days.first(start, end);
    while (day != null) {
      all.add(day);
      day = days.first(day.plusDays(1), end);
    }
    return all;
  }
}
