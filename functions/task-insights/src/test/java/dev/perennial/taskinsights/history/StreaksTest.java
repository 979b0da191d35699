package dev.perennial.taskinsights.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StreaksTest {

  private static final LocalDate TODAY = LocalDate.parse("2026-12-09");

  @Test
  void without_any_completed_task_there_is_no_streak() {
    var streak = new Streaks(PersonDays.WITHOUT_PROFILE, TODAY, Map.of()).daily();

    assertThat(streak).isEqualTo(new Streaks.Streak(1, 0, 0, 0));
  }

  @Test
  void today_counts_once_its_goal_is_reached_and_breaks_nothing_before() {
    assertThat(daily("2026-12-07", "2026-12-08").current()).isEqualTo(2);
    assertThat(daily("2026-12-07", "2026-12-08", "2026-12-09").current()).isEqualTo(3);
    assertThat(daily("2026-12-06", "2026-12-07").current()).isZero();
  }

  @Test
  void the_longest_streak_is_kept_after_it_is_broken() {
    var streak = daily("2026-11-01", "2026-11-02", "2026-11-03", "2026-12-08");

    assertThat(streak.longest()).isEqualTo(3);
    assertThat(streak.current()).isEqualTo(1);
  }

  @Test
  void a_day_that_a_zone_has_skipped_breaks_no_streak() {
    // Samoa had no 30 December 2011.
    var samoa =
        days(new DaySettings(Instant.EPOCH, ZoneId.of("Pacific/Apia"), LocalTime.MIDNIGHT, 1, 1));
    var streaks =
        new Streaks(samoa, LocalDate.parse("2011-12-31"), completed("2011-12-29", "2011-12-31"));

    assertThat(streaks.daily().current()).isEqualTo(2);
  }

  @Test
  void weeks_begin_on_monday_and_are_reached_by_the_sum_of_their_days() {
    var three = days(new DaySettings(Instant.EPOCH, ZoneId.of("UTC"), LocalTime.MIDNIGHT, 1, 3));
    // Three in the week until Sunday the 6th, two so far in the present one.
    var completed = completed("2026-11-30", "2026-12-03", "2026-12-06", "2026-12-07", "2026-12-08");

    assertThat(new Streaks(three, TODAY, completed).weekly())
        .isEqualTo(new Streaks.Streak(3, 2, 1, 1));
  }

  private static Streaks.Streak daily(String... days) {
    return new Streaks(PersonDays.WITHOUT_PROFILE, TODAY, completed(days)).daily();
  }

  private static Map<LocalDate, Integer> completed(String... days) {
    return Arrays.stream(days).collect(Collectors.toMap(LocalDate::parse, _ -> 1));
  }

  private static PersonDays days(DaySettings settings) {
    return new PersonDays(List.of(settings));
  }
}
