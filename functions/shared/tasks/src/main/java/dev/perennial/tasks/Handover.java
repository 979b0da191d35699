package dev.perennial.tasks;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.Frequency;
import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * From when a rule counts that goes on from a turn of a series. That turn may be in a short month:
 * who counted from there would lose the 31st, or the 29 February, for ever.
 */
record Handover(Occurrence turn, Recurrence rule) {

  private static final int MONTHS_A_YEAR = 12;

  /**
   * @param due when the turn is due by the rule
   */
  @Nullable Due anchor(@Nullable Due due) {
    boolean isMoved = due == null || turn.key() == null || !due.date().equals(turn.key().date());
    return isMoved ? due : new Due(start(turn.series().anchor().date()), due.time(), due.zone());
  }

  private LocalDate start(LocalDate old) {
    Recurrence before = turn.series().rule();
    boolean countedFromStart = before.basis() == Basis.DUE;
    if (rule.hasPatternOf(before) && (countedFromStart || rule.basis() == before.basis())) {
      return old;
    }
    return countedFromStart && before.takesDayOfStart() && rule.takesDayOfStart()
        ? inStep(old.getDayOfMonth())
        : turn.key().date();
  }

  /** The last time that it would have been on this day, if its month has none. */
  private LocalDate inStep(int day) {
    LocalDate date = turn.key().date();
    int step = rule.interval() * (rule.frequency() == Frequency.YEARLY ? MONTHS_A_YEAR : 1);
    YearMonth first = YearMonth.from(Series.FIRST_DATE);
    for (YearMonth month = YearMonth.from(date);
        !month.isBefore(first);
        month = month.minusMonths(step)) {
      if (month.isValidDay(day)) {
        return month.atDay(day);
      }
    }
    return date;
  }
}
