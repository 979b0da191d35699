package dev.perennial.tasks.recurrence;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which days a rule may give, whatever its rhythm. RFC 5545 (section 3.3.10) tells parts that
 * expand from parts that limit; once the rule's own day is filled in where no part names one, both
 * come to the same: a day must satisfy every part.
 *
 * <p>A week belongs to the year that has four of its days, but its days count where they stand: the
 * Monday of week 1 may be in December, and is then one of the December's year.
 *
 * @param weekdays null for any; with each day, which of them in the month or the year
 * @param ofYear whether weekdays are counted within the year
 * @param clamped whether a day that the month lacks is its last one instead (RFC 7529, section 4.1,
 *     SKIP=BACKWARD); otherwise such a month has none
 */
record DayPattern(
    Positions months,
    Positions weeks,
    Positions yearDays,
    Positions monthDays,
    boolean clamped,
    @Nullable Map<DayOfWeek, Positions> weekdays,
    boolean ofYear,
    DayOfWeek weekStart) {

  static final DayPattern EVERY_DAY =
      new DayPattern(
          Positions.EVERY,
          Positions.EVERY,
          Positions.EVERY,
          Positions.EVERY,
          false,
          null,
          false,
          DayOfWeek.MONDAY);

  DayPattern inMonths(Positions others) {
    return new DayPattern(others, weeks, yearDays, monthDays, clamped, weekdays, ofYear, weekStart);
  }

  DayPattern inWeeks(Positions others, DayOfWeek start) {
    return new DayPattern(months, others, yearDays, monthDays, clamped, weekdays, ofYear, start);
  }

  DayPattern onYearDays(Positions others) {
    return new DayPattern(months, weeks, others, monthDays, clamped, weekdays, ofYear, weekStart);
  }

  DayPattern onMonthDays(Positions others, boolean clamp) {
    return new DayPattern(months, weeks, yearDays, others, clamp, weekdays, ofYear, weekStart);
  }

  DayPattern onWeekdays(Map<DayOfWeek, Positions> others, boolean countedInYear) {
    return new DayPattern(
        months,
        weeks,
        yearDays,
        monthDays,
        clamped,
        new EnumMap<>(others),
        countedInYear,
        weekStart);
  }

  /** The first such day from one to the other; null if there is none. */
  @Nullable LocalDate first(LocalDate from, LocalDate to) {
    for (LocalDate day = inMonthFrom(from); !day.isAfter(to); day = inMonthFrom(day.plusDays(1))) {
      if (has(day)) {
        return day;
      }
    }
    return null;
  }

  /** This day, or the first of the next month there is for this pattern. */
  LocalDate inMonthFrom(LocalDate day) {
    LocalDate candidate = day;
    // Twelve months hold one for certain, as no rule without any is made.
    for (int month = 0; month < 12 && !hasMonth(candidate); month++) {
      candidate = candidate.withDayOfMonth(1).plusMonths(1);
    }
    return candidate;
  }

  private boolean has(LocalDate day) {
    return hasMonth(day) && hasMonthDay(day) && hasWeekday(day) && hasYearDay(day) && hasWeek(day);
  }

  private boolean hasMonth(LocalDate day) {
    return months.hold(day.getMonthValue(), 12);
  }

  private boolean hasMonthDay(LocalDate day) {
    int length = day.lengthOfMonth();
    return monthDays.hold(day.getDayOfMonth(), length)
        || (clamped && day.getDayOfMonth() == length && monthDays.reachBeyond(length));
  }

  private boolean hasYearDay(LocalDate day) {
    return yearDays == Positions.EVERY || yearDays.hold(day.getDayOfYear(), day.lengthOfYear());
  }

  private boolean hasWeekday(LocalDate day) {
    if (weekdays == null) {
      return true;
    }
    Positions which = weekdays.get(day.getDayOfWeek());
    if (which == null || which == Positions.EVERY) {
      return which != null;
    }
    int place = ofYear ? day.getDayOfYear() : day.getDayOfMonth();
    int length = ofYear ? day.lengthOfYear() : day.lengthOfMonth();
    int before = (place - 1) / 7;
    int after = (length - place) / 7;
    return which.hold(before + 1, before + 1 + after);
  }

  private boolean hasWeek(LocalDate day) {
    if (weeks == Positions.EVERY) {
      return true;
    }
    int sinceStart = Math.floorMod(day.getDayOfWeek().getValue() - weekStart.getValue(), 7);
    // A week is in the year that has its fourth day.
    LocalDate fourth = day.plusDays(3L - sinceStart);
    int before = (fourth.getDayOfYear() - 1) / 7;
    int after = (fourth.lengthOfYear() - fourth.getDayOfYear()) / 7;
    return weeks.hold(before + 1, before + 1 + after);
  }
}
