package dev.perennial.tasks.edit;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.series.Series;
import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * Finds the anchor of a rule that continues a series from one of its occurrences. The occurrence
 * may be in a short month; anchoring the rule there would lose the 31st, or 29 February, for good.
 */
record SeriesSplit(Occurrence occurrence, Recurrence rule) {

  private static final int MONTHS_A_YEAR = 12;

  /**
   * @param due the date that the rule gives the occurrence; null if it has no due date
   * @return {@code due}, or an earlier date with the day of month that the series started on
   */
  @Nullable Due anchor(@Nullable Due due) {
    boolean isMoved =
        due == null || occurrence.key() == null || !due.date().equals(occurrence.key().date());
    return isMoved
        ? due
        : new Due(start(occurrence.series().anchor().date()), due.time(), due.zone());
  }

  private LocalDate start(LocalDate old) {
    Recurrence before = occurrence.series().rule();
    boolean countedFromStart = before.basis() == Basis.DUE;
    if (rule.hasPatternOf(before) && (countedFromStart || rule.basis() == before.basis())) {
      return old;
    }
    return countedFromStart && before.takesDayOfStart() && rule.takesDayOfStart()
        ? latestInStep(old.getDayOfMonth())
        : occurrence.key().date();
  }

  /** The latest date in step with the rule whose month has this day. */
  private LocalDate latestInStep(int day) {
    LocalDate date = occurrence.key().date();
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
