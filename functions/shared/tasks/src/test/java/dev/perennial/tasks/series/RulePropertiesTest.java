package dev.perennial.tasks.series;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Missed;
import dev.perennial.events.Recurrence.MonthEnd;
import dev.perennial.events.Rules;
import dev.perennial.events.Rules.Rule;
import dev.perennial.tasks.recurrence.RuleDates;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Properties of every rule. */
class RulePropertiesTest {

  private static final ZoneId PERSON = ZoneOffset.UTC;

  @Property
  void the_next_is_never_this_one_and_the_one_after_that_is_later(
      @ForAll("rules") Rule rule, @ForAll("instants") Instant closedAt) {
    var first = first(rule);
    Optional<Occurrence> next = first.next(closedAt, PERSON);
    Assume.that(next.isPresent());

    assertThat(next.get().key()).isNotEqualTo(first.key());
    assertThat(next.get().number()).isEqualTo(2);
    assertThat(next.get().due().time()).isEqualTo(rule.due().time());
    assertThat(next.get().due().zone()).isEqualTo(rule.due().zone());
    next.get()
        .next(closedAt, PERSON)
        .ifPresent(third -> assertThat(third.key().date()).isAfter(next.get().key().date()));
  }

  @Property
  void from_the_due_date_the_next_is_after_this_one_and_if_skipping_after_the_closing(
      @ForAll("rules") Rule rule, @ForAll("instants") Instant closedAt) {
    Assume.that(rule.recurrence().basis() == Basis.DUE);
    Optional<Occurrence> next = first(rule).next(closedAt, PERSON);
    Assume.that(next.isPresent());
    var zone = next.get().series().zoneOr(PERSON);

    assertThat(next.get().key().date()).isAfter(rule.due().date());
    if (rule.recurrence().missed() == Missed.SKIP) {
      assertThat(next.get().key().isAfter(closedAt, zone)).isTrue();
    } else {
      assertThat(next).isEqualTo(first(rule).next(Instant.EPOCH, PERSON));
    }
  }

  @Property
  void from_the_completion_the_next_is_after_its_date(
      @ForAll("rules") Rule rule, @ForAll("instants") Instant closedAt) {
    Assume.that(rule.recurrence().basis() == Basis.COMPLETION);
    Optional<Occurrence> next = first(rule).next(closedAt, PERSON);
    Assume.that(next.isPresent());
    var zone = next.get().series().zoneOr(PERSON);

    assertThat(next.get().key().date()).isAfter(closedAt.atZone(zone).toLocalDate());
  }

  @Property
  void no_date_between_is_left_out(@ForAll("rules") Rule rule, @ForAll("instants") Instant at) {
    var dates = RuleDates.of(rule.recurrence(), rule.due().date());
    LocalDate floor = at.atZone(PERSON).toLocalDate();
    var stepped = dates.from(rule.due().date());
    while (stepped.isPresent() && stepped.get().isBefore(floor)) {
      stepped = dates.after(stepped.get());
    }

    assertThat(dates.from(floor)).isEqualTo(stepped);
  }

  @Property
  void every_date_satisfies_the_rule(
      @ForAll("rules") Rule rule, @ForAll("instants") Instant instant) {
    var anchor = rule.due().date();
    var found = RuleDates.of(rule.recurrence(), anchor).from(instant.atZone(PERSON).toLocalDate());
    Assume.that(found.isPresent());
    LocalDate date = found.get();
    Recurrence said = rule.recurrence();

    assertThat(date).isAfterOrEqualTo(anchor);
    switch (said.frequency()) {
      case DAILY -> assertThat(ChronoUnit.DAYS.between(anchor, date) % said.interval()).isZero();
      case WEEKLY -> assertThatWeekFits(said, anchor, date);
      case MONTHLY -> assertThatMonthFits(said, anchor, date);
      case YEARLY -> {
        assertThat((date.getYear() - anchor.getYear()) % said.interval()).isZero();
        assertThat(date.getMonth()).isEqualTo(anchor.getMonth());
        assertThatDayFits(said, anchor.getDayOfMonth(), date);
      }
      case CUSTOM -> {
        // As other engines give it.
      }
    }
  }

  private static void assertThatWeekFits(Recurrence said, LocalDate anchor, LocalDate date) {
    var weeks = ChronoUnit.WEEKS.between(monday(anchor), monday(date));
    List<DayOfWeek> days =
        said.weekdays() == null
            ? List.of(anchor.getDayOfWeek())
            : said.weekdays().stream().map(Recurrence.Weekday::day).toList();

    assertThat(weeks % said.interval()).isZero();
    assertThat(days).contains(date.getDayOfWeek());
  }

  private static LocalDate monday(LocalDate date) {
    return date.minusDays(date.getDayOfWeek().getValue() - 1L);
  }

  private static void assertThatMonthFits(Recurrence said, LocalDate anchor, LocalDate date) {
    var months = ChronoUnit.MONTHS.between(anchor.withDayOfMonth(1), date.withDayOfMonth(1));
    assertThat(months % said.interval()).isZero();
    if (said.nth() == null) {
      int day = said.monthDay() == null ? anchor.getDayOfMonth() : said.monthDay();
      assertThatDayFits(said, day, date);
      return;
    }
    boolean isLast = date.plusWeeks(1).getMonth() != date.getMonth();
    int place = (date.getDayOfMonth() - 1) / 7 + 1;
    int ordinal = said.nth().ordinal();
    boolean clamps = said.monthEnd() == MonthEnd.CLAMP && ordinal == 5;
    assertThat(date.getDayOfWeek()).isEqualTo(said.nth().weekday().day());
    assertThat(ordinal == -1 || clamps ? isLast : place == ordinal).isTrue();
  }

  private static void assertThatDayFits(Recurrence said, int day, LocalDate date) {
    int length = date.lengthOfMonth();
    int wanted = day == -1 ? length : day;
    assertThat(date.getDayOfMonth())
        .isEqualTo(said.monthEnd() == MonthEnd.CLAMP ? Math.min(wanted, length) : wanted);
  }

  @Property
  void a_rule_is_read_as_written(@ForAll("rules") Rule rule) {
    var written = EventJson.write(rule.recurrence());

    assertThat(EventJson.read(written, Recurrence.class)).isEqualTo(rule.recurrence());
  }

  @Property
  void a_key_is_read_as_written(@ForAll("rules") Rule rule) {
    var key = OccurrenceKey.of(rule.due());

    assertThat(OccurrenceKey.parse(key.toString())).isEqualTo(key);
  }

  @Property(tries = 100)
  void a_preview_is_what_completing_in_time_would_give(@ForAll("rules") Rule rule) {
    Assume.that(rule.recurrence().frequency() != Frequency.CUSTOM);
    var preview = Preview.of(rule.recurrence(), rule.due(), null, UTC, 20).occurrences();

    for (int i = 1; i < preview.size(); i++) {
      var before = preview.get(i - 1);
      assertThat(before.next(before.instant(PERSON).orElseThrow(), PERSON))
          .contains(preview.get(i));
    }
  }

  @Provide
  Arbitrary<Rule> rules() {
    return Arbitraries.longs().map(seed -> Rules.varied(5, seed)).flatMap(Arbitraries::of);
  }

  @Provide
  Arbitrary<Instant> instants() {
    return Arbitraries.longs()
        .between(LocalDate.of(1985, 1, 1).toEpochDay(), LocalDate.of(2075, 1, 1).toEpochDay())
        .map(day -> Instant.ofEpochSecond(day * 86_400 + 30_000));
  }

  private static Occurrence first(Rule rule) {
    return new Series(new UUID(7, 7), rule.recurrence(), rule.due()).first();
  }
}
