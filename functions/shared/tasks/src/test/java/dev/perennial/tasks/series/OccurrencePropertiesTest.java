package dev.perennial.tasks.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Frequency;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Properties of every rule, due date, zone and completion. */
class OccurrencePropertiesTest {

  private static final LocalDate FROM = LocalDate.of(1995, 1, 1);
  private static final Instant LONG_AGO = Instant.parse("1900-01-01T00:00:00Z");
  private static final LocalDate TO = LocalDate.of(2060, 12, 31);

  @Property
  void the_next_is_after_the_occurrence_and_after_the_completion(
      @ForAll("occurrences") Occurrence occurrence, @ForAll("instants") Instant completedAt) {
    var next = occurrence.next(completedAt, ZoneOffset.UTC).orElseThrow();

    assertThat(next.key().date()).isAfter(occurrence.key().date());
    if (next.key().time() == null) {
      assertThat(next.key().date()).isAfter(completedAt.atZone(zone(next)).toLocalDate());
    } else {
      assertThat(instant(next)).isAfter(completedAt);
    }
  }

  @Property
  void no_date_between_is_left_out(
      @ForAll("occurrences") Occurrence occurrence, @ForAll("instants") Instant completedAt) {
    var next = occurrence.next(completedAt, ZoneOffset.UTC).orElseThrow();
    var stepped = occurrence;
    // Steps through early completions until an occurrence is after the completion.
    do {
      stepped = stepped.next(LONG_AGO, ZoneOffset.UTC).orElseThrow();
    } while (!isAfter(stepped, completedAt));

    assertThat(next.key()).isEqualTo(stepped.key());
  }

  @Property
  void the_same_completion_gives_the_same_task(
      @ForAll("occurrences") Occurrence occurrence, @ForAll("instants") Instant completedAt) {
    var one = occurrence.next(completedAt, ZoneOffset.UTC).orElseThrow();
    var other = occurrence.next(completedAt, ZoneOffset.UTC).orElseThrow();

    assertThat(one.taskId()).isEqualTo(other.taskId()).isNotEqualTo(occurrence.taskId());
  }

  @Property
  void the_time_of_day_and_the_zone_never_change(
      @ForAll("occurrences") Occurrence occurrence, @ForAll("instants") Instant completedAt) {
    var due = occurrence.next(completedAt, ZoneOffset.UTC).orElseThrow().due();

    assertThat(due.time()).isEqualTo(occurrence.due().time());
    assertThat(due.zone()).isEqualTo(occurrence.due().zone());
  }

  @Property
  void a_monthly_one_is_on_its_day_or_on_the_month_s_last(
      @ForAll("dates") LocalDate anchor, @ForAll("instants") Instant completedAt) {
    var due = new Due(anchor, null, null);
    var next =
        occurrence(due, Recurrence.every(1, Frequency.MONTHLY))
            .next(completedAt, ZoneOffset.UTC)
            .orElseThrow()
            .key()
            .date();

    assertThat(next.getDayOfMonth())
        .isEqualTo(Math.min(anchor.getDayOfMonth(), YearMonth.from(next).lengthOfMonth()));
  }

  @Property
  void the_interval_is_kept_however_many_occurrences_were_skipped(
      @ForAll("occurrences") Occurrence occurrence, @ForAll("instants") Instant completedAt) {
    var rule = occurrence.series().rule();
    var from = occurrence.key().date();
    var to = occurrence.next(completedAt, ZoneOffset.UTC).orElseThrow().key().date();

    var units =
        switch (rule.frequency()) {
          case DAILY -> ChronoUnit.DAYS.between(from, to);
          case WEEKLY -> ChronoUnit.DAYS.between(from, to) / 7.0;
          case MONTHLY -> ChronoUnit.MONTHS.between(YearMonth.from(from), YearMonth.from(to));
          case YEARLY -> to.getYear() - from.getYear();
          case CUSTOM -> throw new IllegalStateException("has no frequency of its own");
        };
    assertThat(units / rule.interval()).isEqualTo(Math.floor(units / rule.interval()));
  }

  @Property
  void a_key_is_read_as_written(@ForAll("occurrences") Occurrence occurrence) {
    assertThat(OccurrenceKey.parse(occurrence.key().toString())).isEqualTo(occurrence.key());
  }

  @Provide
  Arbitrary<Occurrence> occurrences() {
    var rules =
        Combinators.combine(
                Arbitraries.of(
                    Frequency.DAILY, Frequency.WEEKLY, Frequency.MONTHLY, Frequency.YEARLY),
                Arbitraries.integers().between(1, 40))
            .as((frequency, interval) -> Recurrence.every(interval, frequency));
    return Combinators.combine(dates(), times(), zones(), rules)
        .as((date, time, zone, rule) -> occurrence(new Due(date, time, zone), rule));
  }

  @Provide
  Arbitrary<LocalDate> dates() {
    return Arbitraries.longs()
        .between(FROM.toEpochDay(), TO.toEpochDay())
        .map(LocalDate::ofEpochDay);
  }

  @Provide
  Arbitrary<Instant> instants() {
    return Arbitraries.longs()
        .between(FROM.toEpochDay() * 86_400, TO.toEpochDay() * 86_400)
        .map(Instant::ofEpochSecond);
  }

  private static Arbitrary<LocalTime> times() {
    return Arbitraries.integers()
        .between(0, 1_439)
        .map(minute -> LocalTime.ofSecondOfDay(minute * 60L))
        .injectNull(0.3);
  }

  private static Arbitrary<ZoneId> zones() {
    return Arbitraries.of(
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Asia/Kathmandu",
            "UTC")
        .map(ZoneId::of)
        .injectNull(0.1);
  }

  private static Occurrence occurrence(Due due, Recurrence rule) {
    return new Series(new UUID(7, 7), rule, due).first();
  }

  private static boolean isAfter(Occurrence occurrence, Instant completedAt) {
    return occurrence.key().time() == null
        ? occurrence.key().date().isAfter(completedAt.atZone(zone(occurrence)).toLocalDate())
        : instant(occurrence).isAfter(completedAt);
  }

  private static Instant instant(Occurrence occurrence) {
    var due = occurrence.due();
    return ZonedDateTime.of(due.date(), Objects.requireNonNull(due.time()), zone(occurrence))
        .toInstant();
  }

  private static ZoneId zone(Occurrence occurrence) {
    return Objects.requireNonNullElse(occurrence.due().zone(), ZoneOffset.UTC);
  }
}
