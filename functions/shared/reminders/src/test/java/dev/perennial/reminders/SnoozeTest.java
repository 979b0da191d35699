package dev.perennial.reminders;

import static dev.perennial.reminders.Fixtures.BERLIN;
import static dev.perennial.reminders.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnoozeTest {

  private static final Person IN_BERLIN = Person.of(Fixtures.profile("ada", 1, BERLIN));

  @Test
  void ends_after_a_duration_or_at_an_instant_or_at_a_local_time() {
    assertThat(new Snooze.For(Duration.ofMinutes(10)).endFor(IN_BERLIN, NOW))
        .isEqualTo(NOW.plusSeconds(600));
    assertThat(new Snooze.Until(NOW.plusSeconds(90)).endFor(IN_BERLIN, NOW))
        .isEqualTo(NOW.plusSeconds(90));
    assertThat(
            new Snooze.UntilLocal(LocalDateTime.parse("2026-03-01T10:30")).endFor(IN_BERLIN, NOW))
        .isEqualTo(Instant.parse("2026-03-01T09:30:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "2027-03-27T16:00:00Z, P1D, 2027-03-28T15:00:00Z",
    "2027-03-27T16:00:00Z, PT23H, 2027-03-28T15:00:00Z",
    "2027-10-30T15:00:00Z, P1D, 2027-10-31T16:00:00Z",
    "2027-10-30T15:00:00Z, P366D, 2028-10-30T16:00:00Z",
  })
  void ends_after_days_at_the_same_local_time_when_a_clock_changes(
      Instant now, Duration duration, Instant expected) {
    assertThat(new Snooze.For(duration).endFor(IN_BERLIN, now)).isEqualTo(expected);
  }

  @Test
  void is_at_least_a_minute_and_at_most_366_days() {
    assertThatThrownBy(() -> new Snooze.For(Duration.ofSeconds(59)).endFor(IN_BERLIN, NOW))
        .isInstanceOfSatisfying(
            Snooze.SnoozeOutOfBounds.class,
            refused -> assertThat(refused.field()).isEqualTo("/for"));
    assertThatThrownBy(
            () -> new Snooze.Until(NOW.plus(Duration.ofDays(367))).endFor(IN_BERLIN, NOW))
        .isInstanceOfSatisfying(
            Snooze.SnoozeOutOfBounds.class,
            refused -> assertThat(refused.field()).isEqualTo("/until"));
  }
}
