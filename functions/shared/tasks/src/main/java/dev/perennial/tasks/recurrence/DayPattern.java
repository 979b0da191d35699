package dev.perennial.tasks.recurrence;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which days a rule may give, apart from its interval. RFC 5545 (section 3.3.10) distinguishes
 * parts that expand from parts that limit. Once the anchor's day is filled in where no part names a
 * day, both mean the same: a day must satisfy every part.
 *
 * <p>A week belongs to the year that has four of its days, but its days count in their own year:
 * the Monday of week 1 may be in December, and then belongs to that December's year.
 *
 * @param weekdays null for any; otherwise the allowed weekdays, and for each its positions in the
 *     month or the year
 * @param ofYear whether weekdays are counted within the year
 * @param clamped whether a day that a month lacks falls on the month's last day (RFC 7529, section
 *     4.1, SKIP=BACKWARD); otherwise such a month has none
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

  /** The first matching day from {@code from} to {@code to}, both included; null if none. */
  @Nullable LocalDate first(LocalDate from, LocalDate to) {
    for (LocalDate day = inMonthFrom(from); !day.isAfter(to); day = inMonthFrom(day.plusDays(1))) {
      if (has(day)) {
        return day;
      }
    }
    return null;
  }

  /** This day if its month is allowed, or the first day of the next allowed month. */
  LocalDate inMonthFrom(LocalDate day) {
    LocalDate candidate = day;
    // At least one of twelve months is allowed: no rule is created without any.
    for (int month = 0; month < 12 && !hasMonth(candidate); month++) {
      candidate = candidate.withDayOfMonth(1).plusMonths(1);
    }
    return candidate;
  }

  private boolean has(LocalDate day) {
    return hasMonth(day) && hasMonthDay(day) && hasWeekday(day) && hasYearDay(day) && hasWeek(day);
  }

  private boolean hasMonth(LocalDate day) {
    return months.contains(day.getMonthValue(), 12);
  }

  private boolean hasMonthDay(LocalDate day) {
    int length = day.lengthOfMonth();
    return monthDays.contains(day.getDayOfMonth(), length)
        || (clamped && day.getDayOfMonth() == length && monthDays.exceed(length));
  }

  private boolean hasYearDay(LocalDate day) {
    return yearDays == Positions.EVERY || yearDays.contains(day.getDayOfYear(), day.lengthOfYear());
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
    return which.contains(before + 1, before + 1 + after);
  }

  private boolean hasWeek(LocalDate day) {
    if (weeks == Positions.EVERY) {
      return true;
    }
    int sinceStart = Math.floorMod(day.getDayOfWeek().getValue() - weekStart.getValue(), 7);
    // A week belongs to the year of its fourth day.
    LocalDate fourth = day.plusDays(3L - sinceStart);
    int before = (fourth.getDayOfYear() - 1) / 7;
    int after = (fourth.lengthOfYear() - fourth.getDayOfYear()) / 7;
    return weeks.contains(before + 1, before + 1 + after);
  }
}
