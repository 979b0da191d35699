package dev.perennial.tasks.series;

import static dev.perennial.tasks.Fixtures.DAILY;
import static dev.perennial.tasks.Fixtures.allDay;
import static dev.perennial.tasks.Fixtures.rrule;
import static dev.perennial.tasks.Fixtures.rule;
import static dev.perennial.tasks.Fixtures.timed;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Due;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreviewTest {

  @Test
  void the_given_due_comes_first_and_the_limit_is_kept() {
    var preview = Preview.of(DAILY, timed("2026-03-01", "09:00", "Europe/Berlin"), null, UTC, 3);

    assertThat(keys(preview))
        .containsExactly("2026-03-01T09:00", "2026-03-02T09:00", "2026-03-03T09:00");
    assertThat(preview.explain()).isEmpty();
  }

  @Test
  void a_preview_with_a_completion_continues_from_it() {
    var completedAt = Instant.parse("2026-03-05T12:00:00Z");

    assertThat(keys(Preview.of(DAILY, allDay("2026-03-01"), completedAt, UTC, 3)))
        .containsExactly("2026-03-06", "2026-03-07", "2026-03-08");
  }

  @Test
  void without_a_due_date_it_starts_with_what_follows_the_completion() {
    var preview = Preview.of(DAILY, null, Instant.parse("2026-03-05T12:00:00Z"), UTC, 2);

    assertThat(keys(preview)).containsExactly("2026-03-06", "2026-03-07");
    assertThat(preview.explain())
        .containsExactly("Without a due date it counts from the completion on 2026-03-05.");
  }

  @Test
  void a_day_that_a_zone_skips_is_still_a_date_of_an_all_day_series() {
    assertThat(keys(Preview.of(DAILY, allDay("2011-12-29", "Pacific/Apia"), null, UTC, 4)))
        .containsExactly("2011-12-29", "2011-12-30", "2011-12-31", "2012-01-01");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'frequency':'monthly'} | 2026-01-31 | | 2026-02-28: February 2026 has no 31st, so it is"
            + " the last day there is.",
        "{'frequency':'monthly','monthDay':30} | 2026-01-31 | | 2026-02-28: February 2026 has no"
            + " 30th, so it is the last day there is.",
        "{'frequency':'monthly','basis':'completion'} | 2026-01-31 | | 2026-02-28: February 2026"
            + " has no 31st, so it is the last day there is.",
        "{'frequency':'monthly','monthEnd':'omit'} | 2026-01-31 | | February 2026 has no 31st, so"
            + " it is left out.",
        "{'frequency':'yearly'} | 2024-02-29 | | 2025-02-28: February 2025 has no 29th, so it is"
            + " the last day there is.",
        "{'frequency':'yearly','monthEnd':'omit'} | 2024-02-29 | | February 2025 has no 29th, so it"
            + " is left out.",
        "{'frequency':'monthly','nth':{'ordinal':5,'weekday':'FR'}} | 2026-01-30 | | 2026-02-27:"
            + " February 2026 has no fifth Friday, so it is the last one there is.",
        "{'frequency':'monthly','monthEnd':'omit','nth':{'ordinal':5,'weekday':'FR'}} | 2026-01-30"
            + " | | February 2026 has no fifth Friday, so it is left out.",
        "{'frequency':'daily','end':{'after':1}} | 2026-03-01 | | It ends here: 1 is all there were"
            + " to be.",
        "{'frequency':'weekly','end':{'until':'2026-03-05'}} | 2026-03-01 | | It ends here: the"
            + " next, 2026-03-08, is after 2026-03-05.",
        "{'frequency':'daily'} | 9999-12-31 | | It ends here: the rule gives nothing more up to"
            + " 9999-12-31.",
        "{'frequency':'daily'} | 2026-03-01 | 2026-03-05T12:00:00Z | 2026-03-02: it had passed at"
            + " the completion, so it is skipped with what follows it before 2026-03-06.",
        "{'frequency':'daily','missed':'keep'} | 2026-03-01 | 2026-03-05T12:00:00Z | 2026-03-02: it"
            + " had passed at the completion. It is kept, because missed is keep.",
        "{'frequency':'weekly','basis':'completion'} | 2026-03-01 | 2026-03-05T12:00:00Z |"
            + " 2026-03-12: it counts from the completion on 2026-03-05.",
      })
  void it_explains_a_date(String rule, String due, @Nullable String completedAt, String why) {
    var preview = Preview.of(rule(rule), allDay(due), instant(completedAt), UTC, 2);

    assertThat(preview.explain()).first().isEqualTo(why);
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-03-28 | 02:30 | Europe/Berlin | 2026-03-29T02:30: the clocks of Europe/Berlin leave"
            + " it out, so it is 2026-03-29T03:30.",
        "2026-10-24 | 02:30 | Europe/Berlin | 2026-10-25T02:30: the clocks of Europe/Berlin have it"
            + " twice; the first is meant, at +02:00.",
        "2011-12-29 | 09:00 | Pacific/Apia | 2011-12-30T09:00: the clocks of Pacific/Apia leave it"
            + " out, so it is 2011-12-31T09:00.",
      })
  void it_explains_a_time(String date, String time, String zone, String why) {
    Due due = timed(date, time, zone);

    assertThat(Preview.of(DAILY, due, null, UTC, 3).explain()).containsExactly(why);
  }

  @Test
  void it_explains_the_given_due_s_own_time() {
    Due due = timed("2026-03-29", "02:30", "Europe/Berlin");

    assertThat(Preview.of(DAILY, due, null, UTC, 1).explain()).hasSize(1);
  }

  @Test
  void of_many_months_left_out_the_first_are_named_and_the_rest_counted() {
    var rule = rule("{'frequency':'monthly','monthDay':31,'monthEnd':'omit'}");
    var atLast = Instant.parse("9999-12-01T00:00:00Z");

    var explain = Preview.of(rule, allDay("1900-01-31"), atLast, UTC, 100).explain();

    assertThat(explain).hasSizeLessThan(20);
    assertThat(explain).element(1).isEqualTo("February 1900 has no 31st, so it is left out.");
    assertThat(explain).element(13).isEqualTo("40,488 more that have no 31st are left out.");
  }

  @Test
  void expected_dates_have_no_explanation() {
    assertThat(
            Preview.of(rrule("FREQ=MONTHLY;BYDAY=1MO"), allDay("2026-03-02"), null, UTC, 50)
                .explain())
        .isEmpty();
  }

  private static List<String> keys(Preview preview) {
    return preview.occurrences().stream()
        .map(occurrence -> String.valueOf(occurrence.key()))
        .toList();
  }

  private static @Nullable Instant instant(@Nullable String text) {
    return text == null ? null : Instant.parse(text);
  }
}
