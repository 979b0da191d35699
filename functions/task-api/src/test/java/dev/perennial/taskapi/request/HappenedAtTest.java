package dev.perennial.taskapi.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HappenedAtTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void it_happened_now_by_default() {
    assertThat(HappenedAt.of(null, NOW)).isEqualTo(NOW);
  }

  @Test
  void an_offline_command_has_the_time_of_the_device() {
    Instant then = NOW.minus(Duration.ofDays(30));

    assertThat(HappenedAt.of(then, NOW)).isEqualTo(then);
  }

  @Test
  void a_device_clock_may_be_up_to_5_minutes_ahead() {
    Instant ahead = NOW.plus(Duration.ofMinutes(5));

    assertThat(HappenedAt.of(ahead, NOW)).isEqualTo(ahead);
    assertThat(HappenedAt.of(ahead.plusNanos(1), NOW)).isEqualTo(NOW);
    assertThat(HappenedAt.of(Instant.MAX, NOW)).isEqualTo(NOW);
  }

  @Test
  void any_offset_is_read() {
    assertThat(HappenedAt.parse("2026-03-01T13:00:00+01:00")).isEqualTo(NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-03-01",
        "2026-03-01T12:00:00",
        "1969-12-31T23:59:59Z",
        "-1000000000-01-01T00:00:00Z",
        "1772366400"
      })
  void an_instant_before_1970_or_invalid_is_refused(String text) {
    assertThatThrownBy(() -> HappenedAt.parse(text)).isInstanceOf(DateTimeException.class);
  }
}
