package dev.perennial.taskapi.quick.phrase;

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
 * A recurrence as typed. A day of the month that only an RRULE can express makes a custom rule.
 *
 * @param dayOfYear of a yearly rule that names its day, which is stored in the due date
 */
public record Rule(
    int interval,
    Frequency frequency,
    @Nullable List<Weekday> weekdays,
    @Nullable DayOfMonth dayOfMonth,
    @Nullable MonthDay dayOfYear,
    Basis basis) {

  public static Rule every(int interval, Frequency frequency) {
    return new Rule(interval, frequency, null, null, null, Basis.DUE);
  }

  public static Rule on(int interval, List<Weekday> weekdays) {
    return new Rule(interval, Frequency.WEEKLY, weekdays, null, null, Basis.DUE);
  }

  public static Rule on(int interval, DayOfMonth day) {
    return new Rule(interval, Frequency.MONTHLY, null, day, null, Basis.DUE);
  }

  public static Rule on(MonthDay day) {
    return new Rule(1, Frequency.YEARLY, null, null, day, Basis.DUE);
  }

  public Rule from(Basis other) {
    return new Rule(interval, frequency, weekdays, dayOfMonth, dayOfYear, other);
  }

  /** The first date of the rule on or after the given one, from which the interval then counts. */
  public LocalDate firstFrom(LocalDate from) {
    if (dayOfYear != null) {
      return Day.everyYears(dayOfYear).from(from);
    }
    Rule inEachInterval = new Rule(1, frequency, weekdays, dayOfMonth, null, basis);
    return RuleDates.of(inEachInterval.recurrence(basis, null), from)
        .from(from)
        .orElse(LocalDate.MAX);
  }

  public Recurrence recurrence(Basis basis, @Nullable End end) {
    String parts = dayOfMonth == null ? null : dayOfMonth.parts();
    if (parts != null) {
      return custom(parts, basis, end);
    }
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

  private Recurrence custom(String parts, Basis basis, @Nullable End end) {
    String rrule = "FREQ=MONTHLY;" + (interval == 1 ? "" : "INTERVAL=" + interval + ";") + parts;
    // As with a single day of the month, a day that a month lacks falls on its last day.
    MonthEnd monthEnd = parts.startsWith("BYMONTHDAY") ? MonthEnd.CLAMP : MonthEnd.OMIT;
    return new Recurrence(
        Frequency.CUSTOM, 1, null, null, null, rrule, basis, Missed.SKIP, monthEnd, end);
  }
}
