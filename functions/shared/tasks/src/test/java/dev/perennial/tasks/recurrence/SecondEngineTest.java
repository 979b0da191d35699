package dev.perennial.tasks.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Rules;
import dev.perennial.tasks.Fixtures;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import net.fortuna.ical4j.model.Recur;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.junit.jupiter.api.Test;

/** Compares thousands of rules with other engines; the known differences are listed. */
class SecondEngineTest {

  private static final int RULES = 6_000;
  private static final int YEARS = 12;

  /** The dates of another engine, from the anchor to the last date, both included. */
  @FunctionalInterface
  private interface Engine {
    List<LocalDate> dates(String rrule, LocalDate anchor, LocalDate last);
  }

  /**
   * A known difference of an engine.
   *
   * @param rules the rules with the difference, and the weekday on which they start
   */
  private record Deviation(String reason, Pattern rules) {

    static Deviation of(String reason, String rules) {
      return new Deviation(reason, Pattern.compile(rules));
    }
  }

  private static final Deviation IN_THE_ANCHOR_S_MONTH =
      Deviation.of(
          "BYMONTHDAY expands a year in every month (RFC 5545, table in 3.3.10), not only in the"
              + " anchor's",
          "FREQ=YEARLY(?!.*BYMONTH=).*BYMONTHDAY");

  @Test
  void lib_recur_gives_the_same_dates() {
    assertThatAllAgree(
        SecondEngineTest::libRecur,
        List.of(
            IN_THE_ANCHOR_S_MONTH,
            Deviation.of(
                "counts BYSETPOS in the anchor's year from the anchor on, not from its start",
                "FREQ=YEARLY.*BYSETPOS"),
            Deviation.of(
                "takes week 53 of a year that has 52, and limits weeks by month in no known way",
                "BYWEEKNO=[^;]*53|BYMONTH.*BYWEEKNO|BYWEEKNO.*BYMONTHDAY")));
  }

  @Test
  void ical4j_gives_the_same_dates() {
    assertThatAllAgree(
        SecondEngineTest::ical4j,
        List.of(
            IN_THE_ANCHOR_S_MONTH,
            Deviation.of(
                "counts days from the end of a month wrongly, and gives up on rare ones",
                "DAILY.*BYMONTHDAY"),
            Deviation.of("adds up BYYEARDAY, BYWEEKNO and others", "BYYEARDAY|BYWEEKNO"),
            Deviation.of("starts weeks on Sunday, whatever WKST says", "FREQ=WEEKLY.*(SU|WKST)"),
            Deviation.of("limits weeks by their first day's month", "FREQ=WEEKLY.*BYMONTH="),
            Deviation.of(
                "counts BYDAY among the days of BYMONTHDAY",
                "FREQ=(MONTHLY|YEARLY).*BYMONTHDAY.*BYDAY=[^;]*\\d"),
            Deviation.of("counts BYSETPOS in the order of the lists", "BYSETPOS")));
  }

  private static void assertThatAllAgree(Engine other, List<Deviation> deviations) {
    var random = new Random(5);
    var seen = new TreeSet<String>();
    var agreed = 0;
    for (String rrule : Rules.rrules(RULES, 42)) {
      LocalDate anchor = LocalDate.of(1996, 1, 1).plusDays(random.nextInt(15_000));
      LocalDate last = anchor.plusYears(YEARS);
      if (ours(rrule, anchor, last).equals(other.dates(rrule, anchor, last))) {
        agreed++;
      } else {
        seen.add(
            known(rrule + " " + anchor.getDayOfWeek(), deviations)
                .map(Deviation::reason)
                .orElse(rrule + " " + anchor));
      }
    }

    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(deviations.stream().map(Deviation::reason).toList());
    assertThat(agreed).isGreaterThan(RULES * 3 / 4);
  }

  private static Optional<Deviation> known(String rruleAndWeekday, List<Deviation> deviations) {
    return deviations.stream()
        .filter(known -> known.rules().matcher(rruleAndWeekday).find())
        .findFirst();
  }

  private static List<LocalDate> ours(String rrule, LocalDate anchor, LocalDate last) {
    var dates = RuleDates.of(Fixtures.rrule(rrule), anchor);
    var found = new ArrayList<LocalDate>();
    for (var date = dates.from(anchor);
        date.isPresent() && !date.get().isAfter(last);
        date = dates.after(date.get())) {
      found.add(date.get());
    }
    return found;
  }

  private static List<LocalDate> libRecur(String rrule, LocalDate anchor, LocalDate last) {
    var found = new ArrayList<LocalDate>();
    try {
      var dates = new RecurrenceRule(rrule).iterator(engineDate(anchor));
      while (dates.hasNext()) {
        DateTime next = dates.nextDateTime();
        var date = LocalDate.of(next.getYear(), next.getMonth() + 1, next.getDayOfMonth());
        if (date.isAfter(last)) {
          break;
        }
        found.add(date);
      }
    } catch (InvalidRecurrenceRuleException e) {
      throw new IllegalArgumentException(rrule, e);
    } catch (IllegalArgumentException | IllegalStateException gaveUp) {
      // Gives up after very many periods without a date, beyond the compared years.
      return found;
    }
    return found;
  }

  // It counts months from 0.
  private static DateTime engineDate(LocalDate date) {
    return new DateTime(date.getYear(), date.getMonthValue() - 1, date.getDayOfMonth());
  }

  private static List<LocalDate> ical4j(String rrule, LocalDate anchor, LocalDate last) {
    return List.copyOf(new TreeSet<>(new Recur<LocalDate>(rrule).getDates(anchor, anchor, last)));
  }
}
