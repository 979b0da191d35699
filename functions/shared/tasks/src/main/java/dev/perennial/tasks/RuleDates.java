package dev.perennial.tasks;

import dev.perennial.events.Recurrence;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;
import org.dmfs.rfc5545.recur.RecurrenceRule.Skip;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

/**
 * The dates a rule gives, by RFC 5545. The rules count days, so the engine sees dates only: time
 * and zone are put on by java.time, which knows summer time.
 */
record RuleDates(Recurrence recurrence, LocalDate anchor) {

  /** Endless; skipping to the floor costs milliseconds even over eight thousand years. */
  Stream<LocalDate> from(LocalDate floor) {
    RecurrenceRuleIterator dates = rule().iterator(engineDate(anchor));
    dates.fastForward(engineDate(floor));
    return Stream.generate(() -> localDate(dates.nextDateTime()));
  }

  private RecurrenceRule rule() {
    RecurrenceRule rule = new RecurrenceRule(frequency(), RecurrenceRule.RfcMode.RFC5545_STRICT);
    rule.setInterval(recurrence.interval());
    if (recurrence.frequency() == Recurrence.Frequency.MONTHLY) {
      clampShortMonths(rule);
    }
    return rule;
  }

  /**
   * RFC 7529: a day that the month lacks is its last one instead, and the next month has the full
   * day again.
   */
  private void clampShortMonths(RecurrenceRule rule) {
    try {
      rule.setByPart(Part.BYMONTHDAY, anchor.getDayOfMonth());
    } catch (InvalidRecurrenceRuleException impossible) {
      throw new IllegalStateException("no day of a month: " + anchor, impossible);
    }
    rule.setSkip(Skip.BACKWARD);
  }

  private Freq frequency() {
    return switch (recurrence.frequency()) {
      case DAILY -> Freq.DAILY;
      case WEEKLY -> Freq.WEEKLY;
      case MONTHLY -> Freq.MONTHLY;
      case YEARLY -> Freq.YEARLY;
      case CUSTOM -> throw new IllegalArgumentException("a rule of its own");
    };
  }

  // The engine's months count from 0.
  private static DateTime engineDate(LocalDate date) {
    return new DateTime(date.getYear(), date.getMonthValue() - 1, date.getDayOfMonth());
  }

  private static LocalDate localDate(DateTime date) {
    return LocalDate.of(date.getYear(), date.getMonth() + 1, date.getDayOfMonth());
  }
}
