package dev.perennial.tasks.series;

import static dev.perennial.tasks.Fixtures.allDay;
import static dev.perennial.tasks.Fixtures.rrule;
import static dev.perennial.tasks.Fixtures.rule;
import static dev.perennial.tasks.Fixtures.timed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.tasks.Fixtures;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every documented kind of rule, with dates checked against a calendar. */
class RulesTest {

  private static final Instant EARLY = Instant.parse("1990-01-01T00:00:00Z");

  @ParameterizedTest(name = "{0} from {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'frequency':'daily'}                 | 2026-02-27 | 2026-02-28 2026-03-01 2026-03-02",
        "{'frequency':'daily','interval':10}   | 2026-12-25 | 2027-01-04 2027-01-14",
        "{'frequency':'weekly'}                | 2026-03-04 | 2026-03-11 2026-03-18",
        "{'frequency':'weekly','weekdays':['MO','TH']} | 2026-03-02 | 2026-03-05 2026-03-09"
            + " 2026-03-12",
        // The 2nd is a Monday: the week after it is left out.
        "{'frequency':'weekly','interval':2,'weekdays':['MO','TH']} | 2026-03-02"
            + " | 2026-03-05 2026-03-16 2026-03-19 2026-03-30",
        // From a Sunday: it is the last day of its week, so the next week is left out at once.
        "{'frequency':'weekly','interval':2,'weekdays':['MO','SU']} | 2026-03-01"
            + " | 2026-03-09 2026-03-15 2026-03-23",
        // The due date need not be one of the days.
        "{'frequency':'weekly','weekdays':['SA']} | 2026-03-02 | 2026-03-07 2026-03-14",
        "{'frequency':'monthly'}               | 2026-01-31 | 2026-02-28 2026-03-31 2026-04-30"
            + " 2026-05-31",
        "{'frequency':'monthly'}               | 2028-01-31 | 2028-02-29 2028-03-31",
        "{'frequency':'monthly','monthEnd':'omit'} | 2026-01-31 | 2026-03-31 2026-05-31 2026-07-31"
            + " 2026-08-31",
        "{'frequency':'monthly','monthEnd':'omit'} | 2026-01-29 | 2026-03-29",
        "{'frequency':'monthly','monthEnd':'omit','interval':12} | 2024-02-29 | 2028-02-29",
        "{'frequency':'monthly','monthDay':15} | 2026-01-31 | 2026-02-15 2026-03-15",
        "{'frequency':'monthly','monthDay':31} | 2026-02-10 | 2026-02-28 2026-03-31",
        "{'frequency':'monthly','monthDay':-1} | 2026-01-31 | 2026-02-28 2026-03-31 2026-04-30",
        "{'frequency':'monthly','nth':{'ordinal':-1,'weekday':'FR'}} | 2026-01-30 | 2026-02-27"
            + " 2026-03-27 2026-04-24",
        "{'frequency':'monthly','nth':{'ordinal':2,'weekday':'TU'}}  | 2026-03-01 | 2026-03-10"
            + " 2026-04-14 2026-05-12",
        "{'frequency':'monthly','interval':3,'nth':{'ordinal':1,'weekday':'MO'}} | 2026-01-05 |"
            + " 2026-04-06 2026-07-06",
        "{'frequency':'monthly','nth':{'ordinal':5,'weekday':'FR'}} | 2026-01-30 | 2026-02-27"
            + " 2026-03-27 2026-04-24 2026-05-29",
        "{'frequency':'monthly','monthEnd':'omit','nth':{'ordinal':5,'weekday':'FR'}} | 2026-01-30"
            + " | 2026-05-29 2026-07-31",
        "{'frequency':'yearly'}                | 2026-03-01 | 2027-03-01 2028-03-01",
        "{'frequency':'yearly'}                | 2024-02-29 | 2025-02-28 2026-02-28 2027-02-28"
            + " 2028-02-29",
        "{'frequency':'yearly','interval':4}   | 2024-02-29 | 2028-02-29 2032-02-29",
        "{'frequency':'yearly','monthEnd':'omit'} | 2024-02-29 | 2028-02-29 2032-02-29",
        // 2100 is no leap year.
        "{'frequency':'yearly','monthEnd':'omit'} | 2096-02-29 | 2104-02-29",
        "{'frequency':'yearly','end':{'until':'2028-03-01'}} | 2026-03-01 | 2027-03-01 2028-03-01"
            + " end",
        "{'frequency':'yearly','end':{'until':'2028-02-29'}} | 2026-03-01 | 2027-03-01 end",
        "{'frequency':'daily','end':{'after':3}} | 2026-03-01 | 2026-03-02 2026-03-03 end",
        "{'frequency':'daily','end':{'after':1}} | 2026-03-01 | end",
        "{'frequency':'daily','end':{'until':'2026-02-01'}} | 2026-03-01 | end",
      })
  void a_rule_gives(String rule, String due, String expected) {
    assertThat(chain(allDay(due), rule(rule), expected.split(" ").length))
        .containsExactly(expected.split(" "));
  }

  @ParameterizedTest(name = "{0} from {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR           | 2026-03-06 | 2026-03-09 2026-03-10",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29        | 2026-03-06 | 2028-02-29 2032-02-29",
        "FREQ=DAILY;INTERVAL=2;BYMONTH=1           | 2026-01-30 | 2027-01-01",
        "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=TU,SU | 1997-08-05 | 1997-08-17 1997-08-19"
            + " 1997-08-31",
        "FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=TU,SU | 1997-08-05 | 1997-08-10 1997-08-19"
            + " 1997-08-24",
        "FREQ=WEEKLY;BYMONTH=1                     | 2026-01-28 | 2027-01-06",
        "FREQ=MONTHLY                              | 2026-01-31 | 2026-03-31 2026-05-31",
        "FREQ=MONTHLY;BYMONTHDAY=-3                | 1997-09-28 | 1997-10-29 1997-11-28 1997-12-29",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13       | 1997-09-02 | 1998-02-13 1998-03-13 1998-11-13"
            + " 1999-08-13",
        "FREQ=MONTHLY;BYDAY=TU,WE,TH;BYSETPOS=3    | 1997-09-04 | 1997-10-07 1997-11-06",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2 | 1997-09-29 | 1997-10-30 1997-11-27"
            + " 1997-12-30",
        "FREQ=MONTHLY;BYDAY=1SU,-1SU               | 1997-09-07 | 1997-09-28 1997-10-05 1997-10-26",
        "FREQ=MONTHLY;BYDAY=MO,1TU                 | 2026-03-02 | 2026-03-03 2026-03-09 2026-03-16",
        "FREQ=YEARLY;INTERVAL=3;BYYEARDAY=1,100,200 | 1997-01-01 | 1997-04-10 1997-07-19"
            + " 2000-01-01",
        "FREQ=YEARLY;BYYEARDAY=-1                  | 2026-01-01 | 2026-12-31 2027-12-31",
        "FREQ=YEARLY;BYYEARDAY=366                 | 2026-01-01 | 2028-12-31 2032-12-31",
        "FREQ=YEARLY;BYDAY=20MO                    | 1997-05-19 | 1998-05-18 1999-05-17",
        "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO          | 1997-05-12 | 1998-05-11 1999-05-17",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO          | 2026-01-01 | 2026-12-28 2032-12-27",
        "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=MO          | 2026-01-01 | 2026-12-28 2027-12-27",
        "FREQ=YEARLY;BYWEEKNO=1                    | 2026-01-01 | 2027-01-07 2028-01-06",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=TH            | 1997-03-13 | 1997-03-20 1997-03-27 1998-03-05",
        "FREQ=YEARLY;BYMONTH=6,7                   | 1997-06-10 | 1997-07-10 1998-06-10",
        "FREQ=YEARLY;BYMONTHDAY=1                  | 2026-01-01 | 2026-02-01 2026-03-01",
        "FREQ=YEARLY                               | 2024-02-29 | 2028-02-29 2032-02-29",
        // US Election Day.
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8 | 1996-11-05 |"
            + " 2000-11-07 2004-11-02",
        "FREQ=YEARLY;INTERVAL=7;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO | 2026-01-01 | 2208-02-29"
            + " 2236-02-29",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30       | 2026-01-01 | end",
        "FREQ=MONTHLY;BYDAY=6MO                    | 2026-01-01 | end",
      })
  void a_custom_rule_gives(String rule, String due, String expected) {
    assertThat(chain(allDay(due), rrule(rule), expected.split(" ").length))
        .containsExactly(expected.split(" "));
  }

  @Test
  void a_custom_rule_may_clamp_like_the_others() {
    var rule = rule("{'frequency':'custom','rrule':'FREQ=MONTHLY','monthEnd':'clamp'}");

    assertThat(chain(allDay("2026-01-31"), rule, 3))
        .containsExactly("2026-02-28", "2026-03-31", "2026-04-30");
  }

  @ParameterizedTest(name = "{0}, due {1}, completed {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{'frequency':'daily'}                | 2026-03-01 | 2026-03-05T10:00:00Z | 2026-03-06",
        "{'frequency':'daily','interval':10}  | 2026-03-01 | 2026-03-05T10:00:00Z | 2026-03-15",
        "{'frequency':'weekly'}               | 2026-03-01 | 2026-03-05T10:00:00Z | 2026-03-12",
        "{'frequency':'weekly','weekdays':['MO','TH']} | 2026-03-01 | 2026-03-05T10:00:00Z |"
            + " 2026-03-09",
        "{'frequency':'weekly','interval':2,'weekdays':['MO','TH']} | 2026-03-01 |"
            + " 2026-03-05T10:00:00Z | 2026-03-16",
        "{'frequency':'monthly'}              | 2026-01-10 | 2026-01-31T10:00:00Z | 2026-02-28",
        "{'frequency':'monthly','interval':2} | 2026-01-10 | 2026-01-31T10:00:00Z | 2026-03-31",
        "{'frequency':'monthly','monthEnd':'omit'} | 2026-01-10 | 2026-01-31T10:00:00Z |"
            + " 2026-03-31",
        "{'frequency':'monthly','monthDay':15} | 2026-01-10 | 2026-01-31T10:00:00Z | 2026-02-15",
        "{'frequency':'yearly'}               | 2024-01-01 | 2024-02-29T10:00:00Z | 2025-02-28",
        // Early completions count too.
        "{'frequency':'weekly'}               | 2026-03-20 | 2026-03-05T10:00:00Z | 2026-03-12",
        // So early that the rule gives the same day again: the next one is used.
        "{'frequency':'weekly'}               | 2026-03-12 | 2026-03-05T10:00:00Z | 2026-03-19",
        "{'frequency':'daily','end':{'until':'2026-03-05'}} | 2026-03-01 | 2026-03-05T10:00:00Z |"
            + " end",
      })
  void from_the_completion(String rule, String due, String completedAt, String expected) {
    var counted = rule(rule.replaceFirst("}$", ",'basis':'completion'}").strip());

    assertThat(next(allDay(due), counted, completedAt).orElse("end")).isEqualTo(expected);
  }

  @Test
  void from_the_completion_the_time_of_day_is_kept_and_the_date_is_local() {
    var rule = rule("{'frequency':'daily','interval':2,'basis':'completion'}");

    // 23:30 in Berlin on the 4th, and on the 5th.
    assertThat(next(timed("2026-03-01", "09:00", "Europe/Berlin"), rule, "2026-03-04T22:30:00Z"))
        .contains("2026-03-06T09:00");
    assertThat(next(timed("2026-03-01", "09:00", "Europe/Berlin"), rule, "2026-03-04T23:30:00Z"))
        .contains("2026-03-07T09:00");
  }

  @Test
  void completed_twice_ahead_on_one_day_it_still_moves_on() {
    var rule = rule("{'frequency':'daily','basis':'completion'}");
    var ahead = Instant.parse("2026-03-01T10:00:00Z");
    var occurrence = first(allDay("2026-03-01"), rule);
    var keys = new ArrayList<String>();
    for (int i = 0; i < 4; i++) {
      occurrence = occurrence.next(ahead, ZoneOffset.UTC).orElseThrow();
      keys.add(String.valueOf(occurrence.key()));
    }

    assertThat(keys).containsExactly("2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05");
  }

  @ParameterizedTest
  @CsvSource({
    "skip, 2026-03-05T10:00:00Z, 2026-03-06",
    "keep, 2026-03-05T10:00:00Z, 2026-03-02",
    "skip, 2026-02-05T10:00:00Z, 2026-03-02",
    "keep, 2026-02-05T10:00:00Z, 2026-03-02",
  })
  void missed_occurrences_are_skipped_or_kept(String missed, String completedAt, String expected) {
    var rule = rule("{'frequency':'daily','missed':'" + missed + "'}");

    assertThat(next(allDay("2026-03-01"), rule, completedAt)).contains(expected);
  }

  @ParameterizedTest(name = "{0} {1} at {2}")
  @CsvSource({
    // Later by the gap, the first of the overlap, then local time again.
    "2026-03-27, 02:30, Europe/Berlin, 2026-03-28T01:30:00Z 2026-03-29T01:30:00Z"
        + " 2026-03-30T00:30:00Z",
    "2026-10-23, 02:30, Europe/Berlin, 2026-10-24T00:30:00Z 2026-10-25T00:30:00Z"
        + " 2026-10-26T01:30:00Z",
    // Half an hour of daylight saving time.
    "2026-10-02, 02:15, Australia/Lord_Howe, 2026-10-02T15:45:00Z 2026-10-03T15:45:00Z"
        + " 2026-10-04T15:15:00Z",
    "2026-04-03, 01:45, Australia/Lord_Howe, 2026-04-03T14:45:00Z 2026-04-04T14:45:00Z"
        + " 2026-04-05T15:15:00Z",
    // Midnight is in the gap.
    "2026-09-04, 00:00, America/Santiago, 2026-09-05T04:00:00Z 2026-09-06T04:00:00Z"
        + " 2026-09-07T03:00:00Z",
    // A whole day is in the gap.
    "2011-12-28, 09:00, Pacific/Apia, 2011-12-29T19:00:00Z 2011-12-30T19:00:00Z"
        + " 2011-12-30T19:00:00Z",
  })
  void a_time_is_local_time(String date, String time, String zone, String expected) {
    var occurrence = first(timed(date, time, zone), Fixtures.DAILY);
    var instants = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      occurrence = occurrence.next(EARLY, ZoneOffset.UTC).orElseThrow();
      instants.add(occurrence.instant(ZoneOffset.UTC).orElseThrow().toString());
    }

    assertThat(instants).containsExactly(expected.split(" "));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "Pacific/Apia, 2011-12-29, 2011-12-30 2011-12-31 2012-01-01",
    "Europe/Berlin, 2026-03-28, 2026-03-29 2026-03-30 2026-03-31",
    "America/Santiago, 2026-09-05, 2026-09-06 2026-09-07 2026-09-08",
    "Australia/Lord_Howe, 2026-10-03, 2026-10-04 2026-10-05 2026-10-06",
  })
  void an_all_day_occurrence_has_the_same_date_in_every_zone(
      String zone, String due, String expected) {
    assertThat(chain(allDay(due, zone), Fixtures.DAILY, 3)).containsExactly(expected.split(" "));
  }

  @Test
  void a_series_without_a_zone_uses_the_user_s_zone() {
    var occurrence = first(allDay("2026-03-01"), Fixtures.DAILY);
    var lateInUtc = Instant.parse("2026-03-05T23:30:00Z");

    assertThat(occurrence.next(lateInUtc, ZoneId.of("Pacific/Auckland")).orElseThrow().key())
        .hasToString("2026-03-07");
    assertThat(occurrence.next(lateInUtc, ZoneId.of("Pacific/Honolulu")).orElseThrow().key())
        .hasToString("2026-03-06");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'frequency':'daily'}                             | 2026-03-06 2026-03-07",
        "{'frequency':'weekly','weekdays':['TH']}          | 2026-03-12 2026-03-19",
        "{'frequency':'monthly'}                           | 2026-04-05 2026-05-05",
        "{'frequency':'monthly','basis':'completion'}      | 2026-04-05 2026-05-05",
        "{'frequency':'daily','end':{'after':2}}           | 2026-03-06 end",
        "{'frequency':'daily','end':{'until':'2026-03-05'}} | end",
      })
  void without_a_due_date_it_counts_from_the_day_of_completion(String rule, String expected) {
    var auckland = ZoneId.of("Pacific/Auckland");
    var keys = new ArrayList<String>();
    Optional<Occurrence> occurrence = Optional.of(first(null, rule(rule)));
    var completedAt = Instant.parse("2026-03-04T12:00:00Z");
    while (occurrence.isPresent() && keys.size() < expected.split(" ").length) {
      occurrence = occurrence.get().next(completedAt, auckland);
      keys.add(occurrence.map(next -> String.valueOf(next.key())).orElse("end"));
      completedAt = occurrence.flatMap(next -> next.instant(auckland)).orElse(completedAt);
    }

    assertThat(keys).containsExactly(expected.split(" "));
  }

  @Test
  void without_a_due_date_what_follows_is_of_the_same_series_and_has_its_own_day() {
    var first = first(null, Fixtures.DAILY);
    var next = first.next(Instant.parse("2026-03-05T12:00:00Z"), ZoneOffset.UTC).orElseThrow();

    assertThat(first.due()).isNull();
    assertThat(first.key()).isNull();
    assertThat(next.series().id()).isEqualTo(first.series().id());
    assertThat(next.series().anchor()).isEqualTo(allDay("2026-03-05"));
    assertThat(next.due()).isEqualTo(allDay("2026-03-06"));
    assertThat(next.number()).isEqualTo(2);
  }

  private static Occurrence first(@Nullable Due due, Recurrence rule) {
    return new Series(new UUID(7, 7), rule, due).first();
  }

  private static Optional<String> next(Due due, Recurrence rule, String completedAt) {
    return first(due, rule)
        .next(Instant.parse(completedAt), ZoneOffset.UTC)
        .map(occurrence -> String.valueOf(occurrence.key()));
  }

  /** The keys after the first, each completed in time, then the end. */
  private static List<String> chain(Due due, Recurrence rule, int length) {
    var keys = new ArrayList<String>();
    Optional<Occurrence> occurrence = Optional.of(first(due, rule));
    while (occurrence.isPresent() && keys.size() < length) {
      occurrence = occurrence.get().next(EARLY, ZoneOffset.UTC);
      keys.add(occurrence.map(next -> String.valueOf(next.key())).orElse("end"));
    }
    return keys;
  }
}
