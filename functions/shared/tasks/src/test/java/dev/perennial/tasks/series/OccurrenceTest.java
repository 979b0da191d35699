package dev.perennial.tasks.series;

import static dev.perennial.tasks.Fixtures.DAILY;
import static dev.perennial.tasks.Fixtures.allDay;
import static dev.perennial.tasks.Fixtures.every;
import static dev.perennial.tasks.Fixtures.rule;
import static dev.perennial.tasks.Fixtures.timed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Frequency;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OccurrenceTest {

  private static final Instant LONG_AGO = Instant.parse("1900-01-01T00:00:00Z");

  @Test
  void a_daily_task_completed_on_its_day_recurs_the_next_day() {
    assertThat(next(allDay("2026-03-01"), DAILY, "2026-03-01T18:00:00Z")).contains("2026-03-02");
  }

  @Test
  void completed_late_it_skips_what_was_missed() {
    assertThat(next(allDay("2026-03-01"), every(7, Frequency.DAILY), "2026-03-20T18:00:00Z"))
        .contains("2026-03-22");
  }

  @Test
  void completed_on_the_day_of_a_later_occurrence_it_skips_that_day_too() {
    assertThat(next(allDay("2026-03-01"), every(7, Frequency.DAILY), "2026-03-22T00:00:00Z"))
        .contains("2026-03-29");
  }

  @Test
  void completed_early_it_moves_on_from_the_occurrence() {
    assertThat(next(allDay("2026-03-01"), DAILY, "2026-01-05T18:00:00Z")).contains("2026-03-02");
  }

  @Test
  void a_timed_occurrence_recurs_today_if_its_time_is_in_the_future() {
    var ninePm = timed("2026-03-01", "21:00", "Europe/Berlin");

    assertThat(next(ninePm, DAILY, "2026-03-05T19:59:59Z")).contains("2026-03-05T21:00");
    assertThat(next(ninePm, DAILY, "2026-03-05T20:00:00Z")).contains("2026-03-06T21:00");
  }

  @ParameterizedTest
  @CsvSource({
    // 23:30 on the 5th in UTC is the 6th in Auckland already, and still the 5th in Honolulu.
    "Pacific/Auckland, 2026-03-07",
    "Pacific/Honolulu, 2026-03-06",
  })
  void an_all_day_occurrence_compares_the_date_of_completion_in_its_zone(
      String zone, String expected) {
    assertThat(next(allDay("2026-03-01", zone), DAILY, "2026-03-05T23:30:00Z")).contains(expected);
  }

  @Test
  void without_a_zone_the_day_is_that_of_utc() {
    assertThat(next(allDay("2026-03-01"), DAILY, "2026-03-05T23:30:00Z")).contains("2026-03-06");
  }

  @Test
  void monthly_on_the_31st_clamps_and_returns() {
    assertThat(chain(allDay("2026-01-31"), every(1, Frequency.MONTHLY), 5))
        .containsExactly("2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30");
  }

  @Test
  void monthly_on_the_30th_has_the_29th_in_a_leap_year_s_february() {
    assertThat(chain(allDay("2028-01-30"), every(1, Frequency.MONTHLY), 2))
        .containsExactly("2028-02-29", "2028-03-30");
  }

  @Test
  void every_third_month_returns_to_the_31st() {
    assertThat(chain(allDay("2026-08-31"), every(3, Frequency.MONTHLY), 3))
        .containsExactly("2026-11-30", "2027-02-28", "2027-05-31");
  }

  @Test
  void every_second_week_keeps_its_weekday_and_its_interval() {
    assertThat(next(allDay("2026-03-03"), every(2, Frequency.WEEKLY), "2026-03-11T08:00:00Z"))
        .contains("2026-03-17");
  }

  @Test
  void the_local_time_stays_across_daylight_saving_changes() {
    var before = first(timed("2026-03-28", "09:00", "Europe/Berlin"), DAILY);
    var after = before.next(LONG_AGO, ZoneOffset.UTC).orElseThrow();

    assertThat(after.key()).hasToString("2026-03-29T09:00");
    assertThat(after.due()).isEqualTo(timed("2026-03-29", "09:00", "Europe/Berlin"));
  }

  @Test
  void a_time_in_a_gap_moves_later_by_the_gap() {
    // 02:30 is not on Berlin's clocks on 29 March 2026; it is 03:30 there, 01:30 UTC.
    var halfPastTwo = timed("2026-03-28", "02:30", "Europe/Berlin");

    assertThat(next(halfPastTwo, DAILY, "2026-03-29T01:29:59Z")).contains("2026-03-29T02:30");
    assertThat(next(halfPastTwo, DAILY, "2026-03-29T01:30:00Z")).contains("2026-03-30T02:30");
  }

  @Test
  void of_a_time_in_an_overlap_the_first_is_used() {
    // 02:30 is on Berlin's clocks twice on 25 October 2026: at 00:30 and at 01:30 UTC.
    var halfPastTwo = timed("2026-10-24", "02:30", "Europe/Berlin");

    assertThat(next(halfPastTwo, DAILY, "2026-10-25T00:29:59Z")).contains("2026-10-25T02:30");
    assertThat(next(halfPastTwo, DAILY, "2026-10-25T00:30:00Z")).contains("2026-10-26T02:30");
  }

  @Test
  void a_day_that_a_zone_skipped_moves_its_times_into_the_next() {
    // Samoa went from 29 to 31 December 2011; 30 December, 23:00 there is 31 December, 23:00.
    var elevenPm = timed("2011-12-29", "23:00", "Pacific/Apia");

    assertThat(next(elevenPm, DAILY, "2011-12-31T08:00:00Z")).contains("2011-12-30T23:00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DAILY", "WEEKLY", "MONTHLY"})
  void the_calendar_s_end_is_the_series_end(Frequency frequency) {
    assertThat(next(allDay("9999-12-31"), every(1, frequency), "2026-03-01T00:00:00Z")).isEmpty();
  }

  @Test
  void the_last_day_of_the_calendar_still_comes() {
    assertThat(next(allDay("9999-12-30"), DAILY, "2026-03-01T00:00:00Z")).contains("9999-12-31");
  }

  @Test
  void eight_thousand_missed_years_are_skipped_quickly() {
    var started = System.nanoTime();

    assertThat(next(allDay("1900-01-01"), DAILY, "9999-12-30T00:00:00Z")).contains("9999-12-31");
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void the_task_s_id_follows_from_series_number_and_key() {
    var series = new Series(new UUID(1, 2), DAILY, allDay("2026-03-01"));
    var key = OccurrenceKey.parse("2026-03-02");

    assertThat(new Occurrence(series, key, 2).taskId())
        .isEqualTo(new Occurrence(series, key, 2).taskId())
        .hasToString("0f35558f-74e9-3ebf-9e8f-553ffd5a0db6");
  }

  @Test
  void an_exception_is_left_out() {
    var rule = rule("{'frequency':'daily','except':['2026-03-02','2026-03-03','2026-03-05']}");

    assertThat(chain(allDay("2026-03-01"), rule, 3))
        .containsExactly("2026-03-04", "2026-03-06", "2026-03-07");
    assertThat(next(allDay("2026-03-01"), rule, "2026-03-04T18:00:00Z")).contains("2026-03-06");
    assertThat(first(allDay("2026-03-01"), rule).following().orElseThrow().key())
        .hasToString("2026-03-04");
  }

  @Test
  void an_exception_counts_for_the_end_if_the_rule_gives_it() {
    var rule =
        rule(
            "{'frequency':'daily','end':{'after':4},"
                + "'except':['2026-02-01','2026-03-02','2030-01-01']}");

    var second = first(allDay("2026-03-01"), rule).next(LONG_AGO, ZoneOffset.UTC).orElseThrow();
    var last = second.next(LONG_AGO, ZoneOffset.UTC).orElseThrow();

    assertThat(second.number()).isEqualTo(3);
    assertThat(last.key()).hasToString("2026-03-04");
    assertThat(last.next(LONG_AGO, ZoneOffset.UTC)).isEmpty();
  }

  @Test
  void nothing_follows_if_the_rest_is_left_out() {
    var rule = rule("{'frequency':'daily','end':{'after':2},'except':['2026-03-02','2026-03-03']}");

    assertThat(next(allDay("2026-03-01"), rule, "2026-03-01T18:00:00Z")).isEmpty();
    assertThat(first(allDay("2026-03-01"), rule).following()).isEmpty();
  }

  @Test
  void a_rule_that_counts_from_the_completion_leaves_exceptions_out() {
    var rule =
        rule("{'frequency':'daily','basis':'completion','except':['2026-03-11','2026-03-12']}");

    assertThat(next(allDay("2026-03-01"), rule, "2026-03-10T18:00:00Z")).contains("2026-03-13");
  }

  @Test
  void each_occurrence_is_due_as_long_after_its_date_as_the_first() {
    var rule = rule("{'frequency':'weekly','weekdays':['TU'],'dueAfter':'P2D'}");
    var first = first(allDay("2027-01-05"), rule);

    assertThat(first.due()).isEqualTo(allDay("2027-01-07"));
    assertThat(first.next(LONG_AGO, ZoneOffset.UTC).orElseThrow().due())
        .isEqualTo(allDay("2027-01-14"));
  }

  @Test
  void an_occurrence_is_missed_if_its_due_date_has_passed() {
    var rule = rule("{'frequency':'weekly','weekdays':['TU'],'dueAfter':'P2D'}");
    var timed = rule("{'frequency':'daily','dueAfter':'PT8H'}");

    // On the 13th, that of the 12th is due on the 14th.
    assertThat(next(allDay("2027-01-05"), rule, "2027-01-13T08:00:00Z")).contains("2027-01-12");
    assertThat(next(allDay("2027-01-05"), rule, "2027-01-14T08:00:00Z")).contains("2027-01-19");
    assertThat(next(timed("2027-01-05", "09:00", "UTC"), timed, "2027-01-06T16:59:00Z"))
        .contains("2027-01-06T09:00");
    assertThat(next(timed("2027-01-05", "09:00", "UTC"), timed, "2027-01-06T17:00:00Z"))
        .contains("2027-01-07T09:00");
  }

  @Test
  void a_month_end_is_that_of_the_date_and_not_of_the_due_date() {
    var rule = rule("{'frequency':'custom','rrule':'FREQ=MONTHLY','dueAfter':'P3D'}");
    var first = first(allDay("2027-01-30"), rule);

    assertThat(first.due()).isEqualTo(allDay("2027-02-02"));
    assertThat(first.next(LONG_AGO, ZoneOffset.UTC).orElseThrow().due())
        .isEqualTo(allDay("2027-04-02"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1001, Integer.MAX_VALUE})
  void an_interval_out_of_bounds_is_refused(int interval) {
    assertThatThrownBy(() -> first(allDay("2026-03-01"), every(interval, Frequency.DAILY)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Occurrence first(Due due, Recurrence rule) {
    return new Series(UUID.randomUUID(), rule, due).first();
  }

  private static Optional<String> next(Due due, Recurrence rule, String completedAt) {
    return first(due, rule)
        .next(Instant.parse(completedAt), ZoneOffset.UTC)
        .map(occurrence -> occurrence.key().toString());
  }

  private static List<String> chain(Due due, Recurrence rule, int length) {
    var keys = new ArrayList<String>();
    var occurrence = first(due, rule);
    while (keys.size() < length) {
      occurrence = occurrence.next(LONG_AGO, ZoneOffset.UTC).orElseThrow();
      keys.add(occurrence.key().toString());
    }
    return keys;
  }
}
