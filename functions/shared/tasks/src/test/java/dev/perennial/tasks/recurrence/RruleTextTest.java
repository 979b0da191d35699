package dev.perennial.tasks.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.End;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.MonthEnd;
import dev.perennial.events.Rules;
import dev.perennial.events.Rules.Rule;
import dev.perennial.tasks.Fixtures;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rules written as RRULEs, and RRULEs simplified to rules. */
class RruleTextTest {

  private static final int RULES = 2_000;
  private static final int DATES = 40;

  @Test
  void the_text_gives_the_same_dates_from_any_occurrence_on() {
    for (Rule rule : plainRules()) {
      Recurrence recurrence = rule.recurrence().endingAt(null);
      LocalDate anchor = rule.due().date();
      List<LocalDate> dates = dates(recurrence, anchor, anchor);
      String text = RruleText.of(recurrence, rule.due(), 1);

      for (LocalDate start : dates.subList(0, Math.min(3, dates.size()))) {
        assertThat(dates(Fixtures.rrule(text), start, start))
            .as(recurrence + " from " + anchor + " is " + text + " from " + start)
            .isEqualTo(dates(recurrence, anchor, start));
      }
    }
  }

  @Test
  void a_simplified_rule_gives_the_same_dates_as_its_rrule() {
    int plain = 0;
    for (String rrule : Rules.rrules(RULES, 11)) {
      Recurrence custom = Fixtures.rrule(rrule);
      LocalDate anchor = LocalDate.of(2024, 2, 29);
      Recurrence same = RruleSimplifier.simplify(custom, anchor);
      plain += same.frequency() == Frequency.CUSTOM ? 0 : 1;

      assertThat(dates(same, anchor, anchor)).as(rrule).isEqualTo(dates(custom, anchor, anchor));
    }
    assertThat(plain).isGreaterThan(RULES / 20);
  }

  @Test
  void common_phrases_are_recognized() {
    assertThat(plain("FREQ=DAILY;INTERVAL=3")).isEqualTo(Recurrence.every(3, Frequency.DAILY));
    assertThat(plain("FREQ=WEEKLY;WKST=SU")).isEqualTo(Recurrence.every(1, Frequency.WEEKLY));
    assertThat(plain("FREQ=MONTHLY").monthEnd()).isEqualTo(MonthEnd.OMIT);
    assertThat(plain("FREQ=MONTHLY;BYMONTHDAY=-1").monthDay()).isEqualTo(-1);
    assertThat(plain("FREQ=MONTHLY;BYDAY=-1FR").nth().ordinal()).isEqualTo(-1);
    assertThat(plain("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=31"))
        .isEqualTo(Recurrence.every(1, Frequency.YEARLY));
    assertThat(plain("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1").frequency())
        .isEqualTo(Frequency.CUSTOM);
  }

  @Test
  void a_count_is_reduced_by_the_past_occurrences() {
    Recurrence rule = Recurrence.every(1, Frequency.DAILY).endingAt(new End(5, null));
    Due due = new Due(LocalDate.of(2026, 1, 1), null, null);

    assertThat(RruleText.of(rule, due, 1)).isEqualTo("FREQ=DAILY;COUNT=5");
    assertThat(RruleText.of(rule, due, 4)).isEqualTo("FREQ=DAILY;COUNT=2");
    assertThat(RruleText.of(rule, due, 5)).isEqualTo("FREQ=DAILY;COUNT=1");
  }

  @Test
  void the_last_date_is_of_the_type_of_the_first() {
    Recurrence rule =
        Recurrence.every(1, Frequency.DAILY).endingAt(new End(null, LocalDate.of(2026, 7, 1)));
    Due day = new Due(LocalDate.of(2026, 1, 1), null, null);
    Due hour = new Due(day.date(), LocalTime.of(9, 0), ZoneId.of("Europe/Berlin"));

    assertThat(RruleText.of(rule, day, 1)).isEqualTo("FREQ=DAILY;UNTIL=20260701");
    assertThat(RruleText.of(rule, hour, 1)).isEqualTo("FREQ=DAILY;UNTIL=20260701T070000Z");
    assertThat(RruleText.of(rule, new Due(hour.date(), hour.time(), null), 1))
        .isEqualTo("FREQ=DAILY;UNTIL=20260701T090000");
  }

  private static Recurrence plain(String rrule) {
    return RruleSimplifier.simplify(Fixtures.rrule(rrule), LocalDate.of(2026, 1, 31));
  }

  private static List<Rule> plainRules() {
    return Rules.varied(RULES, 7).stream()
        .filter(rule -> rule.recurrence().frequency() != Frequency.CUSTOM)
        .toList();
  }

  private static List<LocalDate> dates(Recurrence rule, LocalDate anchor, LocalDate from) {
    RuleDates dates = RuleDates.of(rule, anchor);
    List<LocalDate> found = new ArrayList<>();
    Optional<LocalDate> next = dates.from(from);
    while (next.isPresent() && found.size() < DATES) {
      found.add(next.get());
      next = dates.after(next.get());
    }
    return found;
  }
}
