package dev.perennial.local.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  // 2026-11-21 is a Saturday.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * * *         | 2026-11-21T18:45:00",
        "*/15 * * * *      | 2026-11-21T18:45:00",
        "0 * * * *         | 2026-11-21T19:00:00",
        "0 0 1 1 *         | 2027-01-01T00:00:00",
        "17 30 18 21 11 ?  | 2027-11-21T18:30:17",
        "5 44 18 21 11 *   | 2026-11-21T18:44:05",
        "4 44 18 21 11 *   | 2027-11-21T18:44:04",
        "*/20 * * * * *    | 2026-11-21T18:44:20",
        "50/5 * * * *      | 2026-11-21T18:50:00",
        "0,30 8-10 * * *   | 2026-11-22T08:00:00",
        "0 0 * feb MON-fri | 2027-02-01T00:00:00",
        "0 0 29 2 *        | 2028-02-29T00:00:00",
        "0 0 13 * FRI      | 2026-11-27T00:00:00",
        "0 0 */2 * SUN     | 2026-11-22T00:00:00",
        "0 0 ? * 0         | 2026-11-22T00:00:00",
        "@hourly           | 2026-11-21T19:00:00",
        "@weekly           | 2026-11-22T00:00:00",
        "@annually         | 2027-01-01T00:00:00",
      })
  void the_next_instant_matches_the_schedule(String schedule, LocalDateTime next) {
    assertThat(CronSchedule.parse(schedule, UTC).next(Instant.parse("2026-11-21T18:44:04.5Z")))
        .contains(next.atZone(UTC).toInstant());
  }

  @Test
  void the_next_instant_is_after_the_given_one() {
    var minutely = CronSchedule.parse("* * * * *", UTC);

    assertThat(minutely.next(Instant.parse("2026-11-21T18:44:00Z")))
        .contains(Instant.parse("2026-11-21T18:45:00Z"));
  }

  @Test
  void a_date_that_no_year_has_is_never_due() {
    assertThat(CronSchedule.parse("0 0 30 2 *", UTC).next(Instant.parse("2026-11-21T00:00:00Z")))
        .isEmpty();
  }

  @Test
  void a_local_time_skipped_by_daylight_saving_is_not_due() {
    assertThat(due("30 2 * * *", "2026-03-28T12:00:00Z", 1))
        .containsExactly(Instant.parse("2026-03-30T00:30:00Z"));
  }

  @Test
  void a_local_time_that_occurs_twice_is_due_twice() {
    assertThat(due("30 2 * * *", "2026-10-24T12:00:00Z", 3))
        .containsExactly(
            Instant.parse("2026-10-25T00:30:00Z"),
            Instant.parse("2026-10-25T01:30:00Z"),
            Instant.parse("2026-10-26T01:30:00Z"));
  }

  private static List<Instant> due(String schedule, String after, int count) {
    var parsed = CronSchedule.parse(schedule, BERLIN);
    return Stream.iterate(
            parsed.next(Instant.parse(after)), Optional::isPresent, due -> parsed.next(due.get()))
        .limit(count)
        .map(Optional::orElseThrow)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * * *",
        "@every 1h",
        "@reboot",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 7",
        "* * * * someday",
        "5-1 * * * *",
        "*/0 * * * *",
        "1,,2 * * * *",
        "1-2-3 * * * *",
        "-1 * * * *",
        "TZ=UTC * * * * *",
      })
  void an_invalid_schedule_is_refused(String text) {
    assertThatThrownBy(() -> CronSchedule.parse(text, UTC)).isInstanceOf(CronSyntaxException.class);
  }
}
