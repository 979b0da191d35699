package dev.perennial.local.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.IntegerArbitrary;

/** Compares a schedule with a check of every single second. */
class CronSchedulePropertyTest {

  private static final int WINDOW_SECONDS = 4 * 3600;
  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/Berlin",
          "America/St_Johns",
          "Australia/Lord_Howe",
          "America/Havana",
          "Africa/Casablanca");

  /** A field as text, and the values that it matches. */
  record Field(String text, Set<Integer> values) {

    boolean isStar() {
      return text.equals("*");
    }
  }

  record Schedule(List<Field> fields) {

    String text() {
      return fields.stream().map(Field::text).collect(Collectors.joining(" "));
    }

    boolean admits(ZonedDateTime time) {
      return has(0, time.getSecond())
          && has(1, time.getMinute())
          && has(2, time.getHour())
          && has(4, time.getMonthValue())
          && admitsDay(time);
    }

    private boolean admitsDay(ZonedDateTime time) {
      boolean ofMonth = has(3, time.getDayOfMonth());
      boolean ofWeek = has(5, time.getDayOfWeek().getValue() % 7);
      return fields.get(3).isStar() || fields.get(5).isStar()
          ? ofMonth && ofWeek
          : ofMonth || ofWeek;
    }

    private boolean has(int field, int value) {
      return fields.get(field).values().contains(value);
    }
  }

  @Property(tries = 300)
  void the_next_instant_is_the_first_second_that_matches_all_fields(
      @ForAll("schedules") Schedule schedule, @ForAll("nearTransitions") ZonedDateTime from) {
    Optional<Instant> next =
        CronSchedule.parse(schedule.text(), from.getZone()).next(from.toInstant());

    Instant end = from.plusSeconds(WINDOW_SECONDS).toInstant();
    assertThat(next.filter(due -> !due.isAfter(end))).isEqualTo(firstAdmitted(schedule, from));
    next.ifPresent(due -> assertThat(schedule.admits(due.atZone(from.getZone()))).isTrue());
  }

  private static Optional<Instant> firstAdmitted(Schedule schedule, ZonedDateTime from) {
    return LongStream.rangeClosed(1, WINDOW_SECONDS)
        .mapToObj(from::plusSeconds)
        .filter(schedule::admits)
        .map(ZonedDateTime::toInstant)
        .findFirst();
  }

  @Provide
  Arbitrary<Schedule> schedules() {
    return Combinators.combine(
            field(0, 59), field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6))
        .as((s, m, h, day, month, week) -> new Schedule(List.of(s, m, h, day, month, week)));
  }

  private static Arbitrary<Field> field(int lowest, int highest) {
    var star = new Field("*", range(lowest, highest, 1));
    IntegerArbitrary value = Arbitraries.integers().between(lowest, highest);
    IntegerArbitrary step = Arbitraries.integers().between(2, 20);
    return Arbitraries.oneOf(
        Arbitraries.just(star),
        Arbitraries.just(star),
        value.map(v -> new Field(v.toString(), Set.of(v))),
        value
            .set()
            .ofMinSize(1)
            .ofMaxSize(5)
            .map(
                values ->
                    new Field(
                        values.stream().map(Object::toString).collect(Collectors.joining(",")),
                        values)),
        Combinators.combine(value, step)
            .as((v, by) -> new Field(v + "/" + by, range(v, highest, by))),
        step.map(by -> new Field("*/" + by, range(lowest, highest, by))),
        Combinators.combine(value, value)
            .as(
                (a, b) ->
                    new Field(
                        Math.min(a, b) + "-" + Math.max(a, b),
                        range(Math.min(a, b), Math.max(a, b), 1))));
  }

  private static Set<Integer> range(int first, int last, int step) {
    return IntStream.rangeClosed(first, last)
        .filter(value -> (value - first) % step == 0)
        .boxed()
        .collect(Collectors.toSet());
  }

  /** Times for which a daylight saving change is in the middle of the window. */
  @Provide
  Arbitrary<ZonedDateTime> nearTransitions() {
    return Combinators.combine(
            Arbitraries.of(ZONES),
            Arbitraries.longs().between(1_600_000_000L, 2_000_000_000L),
            Arbitraries.longs().between(0, WINDOW_SECONDS))
        .as(
            (zone, seconds, before) ->
                transitionAfter(ZoneId.of(zone), Instant.ofEpochSecond(seconds))
                    .minusSeconds(before)
                    .truncatedTo(ChronoUnit.SECONDS));
  }

  private static ZonedDateTime transitionAfter(ZoneId zone, Instant instant) {
    ZoneOffsetTransition transition = zone.getRules().nextTransition(instant);
    return (transition == null ? instant : transition.getInstant()).atZone(zone);
  }
}
