package dev.perennial.tasks.series;

import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.MonthEnd;
import dev.perennial.tasks.series.Preview.Step;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Explains why a monthly or yearly occurrence is not on its day, or why a month is omitted. */
final class MonthEndExplanations {

  private static final int FIFTH = 5;

  /** The maximum number of omitted months that are named; further ones are only counted. */
  private static final int NAMED = 12;

  private final Recurrence rule;

  /** The date from which the rule is counted. */
  private final LocalDate base;

  /** The dates of the occurrence before and of the next one. */
  private final LocalDate from;

  private final LocalDate to;

  MonthEndExplanations(Step step, Occurrence next) {
    Occurrence occurrence = step.occurrence();
    rule = occurrence.series().rule();
    LocalDate closedOn = step.at().atZone(next.series().zoneOr(step.zone())).toLocalDate();
    boolean countsFromClosing = occurrence.key() == null || rule.basis() == Basis.COMPLETION;
    base = countsFromClosing ? closedOn : next.series().anchor().date();
    from = countsFromClosing ? closedOn : occurrence.key().date();
    to = next.key().date();
  }

  List<String> all() {
    return switch (rule.frequency()) {
      case MONTHLY, YEARLY -> rule.monthEnd() == MonthEnd.CLAMP ? clamped() : leftOut();
      case DAILY, WEEKLY, CUSTOM -> List.of();
    };
  }

  private List<String> clamped() {
    YearMonth month = YearMonth.from(to);
    return lacks(month)
        ? List.of(
            to
                + ": "
                + lack(month)
                + ", so it is the last "
                + (isFifth() ? "one" : "day")
                + " there is.")
        : List.of();
  }

  private List<String> leftOut() {
    int step = rule.interval() * (rule.frequency() == Frequency.YEARLY ? 12 : 1);
    List<String> explanations = new ArrayList<>();
    int more = 0;
    YearMonth last = YearMonth.from(to);
    // The base may be out of step with the rule; months before the first one are ignored.
    YearMonth month = YearMonth.from(from).plusMonths(step);
    while (month.isBefore(last)) {
      if (lacks(month) && explanations.size() < NAMED) {
        explanations.add(lack(month) + ", so it is left out.");
      } else if (lacks(month)) {
        more++;
      }
      month = month.plusMonths(step);
    }
    if (more > 0) {
      explanations.add(
          String.format(Locale.ENGLISH, "%,d more that have no %s are left out.", more, what()));
    }
    return explanations;
  }

  private boolean lacks(YearMonth month) {
    if (isFifth()) {
      int first = month.atDay(1).getDayOfWeek().getValue();
      int lead = Math.floorMod(rule.nth().weekday().day().getValue() - first, 7);
      return lead + 1 + 4 * 7 > month.lengthOfMonth();
    }
    return rule.nth() == null && day() > month.lengthOfMonth();
  }

  private String lack(YearMonth month) {
    return month.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH)
        + " "
        + month.getYear()
        + " has no "
        + what();
  }

  private String what() {
    return isFifth()
        ? "fifth " + rule.nth().weekday().day().getDisplayName(TextStyle.FULL, Locale.ENGLISH)
        : day() + (day() == 31 ? "st" : "th");
  }

  private int day() {
    return rule.monthDay() == null ? base.getDayOfMonth() : rule.monthDay();
  }

  private boolean isFifth() {
    return rule.nth() != null && rule.nth().ordinal() == FIFTH;
  }
}
