package dev.perennial.reminders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.QuietHours;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Digests and quiet hours in every zone there is, through a year. */
class LocalTimePropertiesTest {

  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2026, 12, 31);

  @Property(tries = 4)
  void every_day_of_a_year_has_one_digest_in_every_zone(@ForAll("times") LocalTime time) {
    for (String name : ZoneId.getAvailableZoneIds()) {
      everyDayHasOneDigest(ZoneId.of(name), time, FIRST, LAST);
    }
  }

  @Property(tries = 300)
  void every_day_has_one_digest_in_years_of_odd_clocks_too(
      @ForAll("zones") ZoneId zone, @ForAll("times") LocalTime time, @ForAll("years") int year) {
    everyDayHasOneDigest(zone, time, LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
  }

  private static void everyDayHasOneDigest(
      ZoneId zone, LocalTime time, LocalDate first, LocalDate last) {
    var days = new HashSet<LocalDate>();
    var day = DigestDay.next(first, first.minusDays(2).atStartOfDay(zone).toInstant(), time, zone);
    while (!day.date().isAfter(last)) {
      assertThat(days.add(day.date())).isTrue();
      assertThat(day.at().atZone(zone).toLocalDate()).isEqualTo(day.date());
      var next = DigestDay.following(day.date(), time, zone);
      assertThat(next.at()).isAfter(day.at());
      assertThat(DigestDay.next(day.date().plusDays(1), day.at(), time, zone)).isEqualTo(next);
      day = next;
    }
    assertThat(first.datesUntil(last.plusDays(1)).filter(date -> exists(date, zone)))
        .containsExactlyInAnyOrderElementsOf(days);
  }

  /** Whether the zone ever had that day. */
  private static boolean exists(LocalDate date, ZoneId zone) {
    return date.atStartOfDay(zone).toLocalDate().equals(date);
  }

  @Example
  void a_day_that_a_zone_never_had_has_no_digest() {
    var apia = ZoneId.of("Pacific/Apia");

    var day = DigestDay.following(LocalDate.of(2011, 12, 29), LocalTime.of(8, 0), apia);

    assertThat(day.date()).isEqualTo(LocalDate.of(2011, 12, 31));
  }

  @Property(tries = 4)
  void quiet_hours_hold_until_their_end_through_a_year_in_every_zone(
      @ForAll("hours") QuietHours hours, @ForAll("minutes") int minutes) {
    for (String name : ZoneId.getAvailableZoneIds()) {
      var quiet = new QuietTime(hours, ZoneId.of(name));
      var end = Instant.parse("2027-01-01T00:00:00Z");
      for (var at = Instant.parse("2026-01-01T00:00:00Z");
          at.isBefore(end);
          at = at.plus(Duration.ofMinutes(minutes))) {
        holdsUntilTheEnd(quiet, at);
      }
    }
  }

  @Property(tries = 2000)
  void quiet_hours_hold_until_their_end_where_clocks_jump(
      @ForAll("hours") QuietHours hours,
      @ForAll("jumps") Instant at,
      @ForAll("zones") ZoneId zone) {
    var jump = zone.getRules().nextTransition(at);
    var around = jump == null ? at : jump.getInstant();
    for (int minutes = -180; minutes <= 180; minutes += 7) {
      holdsUntilTheEnd(new QuietTime(hours, zone), around.plus(Duration.ofMinutes(minutes)));
    }
  }

  private static void holdsUntilTheEnd(QuietTime quiet, Instant at) {
    var end = quiet.endAt(at);
    assertThat(quiet.isQuiet(end)).isFalse();
    if (!quiet.isQuiet(at)) {
      assertThat(end).isEqualTo(at);
      return;
    }
    assertThat(end).isAfter(at);
    for (var moment : whereItMightHaveEnded(quiet, at, end)) {
      assertThat(quiet.isQuiet(moment)).as(at + " fires at " + end + ", not at " + moment).isTrue();
    }
  }

  /** Between the two: quiet ends only when the clock on the wall shows its end, or jumps. */
  private static List<Instant> whereItMightHaveEnded(QuietTime quiet, Instant at, Instant firesAt) {
    var zone = quiet.zone();
    var rules = zone.getRules();
    var moments = new ArrayList<Instant>();
    var last = firesAt.atZone(zone).toLocalDate().plusDays(1);
    for (var day = at.atZone(zone).toLocalDate(); !day.isAfter(last); day = day.plusDays(1)) {
      var end = day.atTime(quiet.hours().to());
      rules.getValidOffsets(end).forEach(offset -> moments.add(end.toInstant(offset)));
    }
    for (var jump = rules.nextTransition(at);
        jump != null && jump.getInstant().isBefore(firesAt);
        jump = rules.nextTransition(jump.getInstant())) {
      moments.add(jump.getInstant());
    }
    moments.removeIf(moment -> !moment.isAfter(at) || !moment.isBefore(firesAt));
    return moments;
  }

  @Provide
  Arbitrary<LocalTime> times() {
    return Arbitraries.integers().between(0, 24 * 60 - 1).map(m -> LocalTime.of(m / 60, m % 60));
  }

  @Provide
  Arbitrary<Integer> years() {
    return Arbitraries.integers().between(1950, 2037);
  }

  @Provide
  Arbitrary<Integer> minutes() {
    return Arbitraries.integers().between(301, 409);
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(ZoneId.getAvailableZoneIds()).map(ZoneId::of);
  }

  @Provide
  Arbitrary<Instant> jumps() {
    return Arbitraries.longs()
        .between(
            Instant.parse("1950-01-01T00:00:00Z").getEpochSecond(),
            Instant.parse("2037-01-01T00:00:00Z").getEpochSecond())
        .map(Instant::ofEpochSecond);
  }

  @Provide
  Arbitrary<QuietHours> hours() {
    return Combinators.combine(times(), times())
        .as(QuietHours::new)
        .filter(hours -> !hours.from().equals(hours.to()));
  }
}
