package dev.perennial.reminders;

import static dev.perennial.reminders.Fixtures.BERLIN;
import static dev.perennial.reminders.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class SnoozeTest {

  private static final Person IN_BERLIN = Person.of(Fixtures.profile("ada", 1, BERLIN));

  @Test
  void is_for_so_long_or_until_a_moment_or_a_local_time() {
    assertThat(new Snooze.For(Duration.ofMinutes(10)).endFor(IN_BERLIN, NOW))
        .isEqualTo(NOW.plusSeconds(600));
    assertThat(new Snooze.Until(NOW.plusSeconds(90)).endFor(IN_BERLIN, NOW))
        .isEqualTo(NOW.plusSeconds(90));
    assertThat(
            new Snooze.UntilLocal(LocalDateTime.parse("2026-03-01T10:30")).endFor(IN_BERLIN, NOW))
        .isEqualTo(Instant.parse("2026-03-01T09:30:00Z"));
  }

  @Test
  void is_of_a_minute_at_least_and_a_year_at_most() {
    assertThatThrownBy(() -> new Snooze.For(Duration.ofSeconds(59)).endFor(IN_BERLIN, NOW))
        .isInstanceOfSatisfying(
            Snooze.NoSnooze.class, refused -> assertThat(refused.field()).isEqualTo("/for"));
    assertThatThrownBy(
            () -> new Snooze.Until(NOW.plus(Duration.ofDays(367))).endFor(IN_BERLIN, NOW))
        .isInstanceOfSatisfying(
            Snooze.NoSnooze.class, refused -> assertThat(refused.field()).isEqualTo("/until"));
  }

  @Test
  void the_alarm_is_set_to_a_whole_second_that_is_still_to_come() {
    assertThat(AlarmTime.of(NOW.plusMillis(5_500), NOW)).isEqualTo(NOW.plusSeconds(6));
    assertThat(AlarmTime.of(NOW.minusSeconds(5), NOW.plusMillis(1))).isEqualTo(NOW.plusSeconds(3));
  }

  @Test
  void the_alarm_is_set_to_half_a_year_ahead_at_most_since_it_knows_no_years() {
    var farthest = NOW.plus(Duration.ofDays(180));

    assertThat(AlarmTime.of(null, NOW)).isEqualTo(farthest);
    assertThat(AlarmTime.of(NOW.plus(Duration.ofDays(400)), NOW)).isEqualTo(farthest);
  }
}
