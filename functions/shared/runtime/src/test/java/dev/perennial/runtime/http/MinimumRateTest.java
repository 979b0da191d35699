package dev.perennial.runtime.http;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MinimumRateTest {

  private final MinimumRate rate = new MinimumRate(Duration.ofSeconds(10));

  @Test
  void a_client_has_a_grace_time_before_the_rate_counts() {
    assertThatNoException().isThrownBy(() -> count(10, 0));
    assertThatExceptionOfType(SlowClientException.class).isThrownBy(() -> count(1, 0));
  }

  @Test
  void a_client_may_take_an_hour_at_a_kilobyte_a_second() {
    for (int second = 0; second < 3600; second++) {
      assertThatNoException().isThrownBy(() -> count(1, 1024));
    }
  }

  @Test
  void single_bytes_do_not_keep_a_connection_open() {
    for (int second = 0; second < 10; second++) {
      assertThatNoException().isThrownBy(() -> count(1, 1));
    }
    assertThatExceptionOfType(SlowClientException.class).isThrownBy(() -> count(1, 1));
  }

  @Test
  void many_bytes_at_once_allow_pauses_later() {
    assertThatNoException().isThrownBy(() -> count(0, 100 * 1024));
    assertThatNoException().isThrownBy(() -> count(110, 0));
    assertThatExceptionOfType(SlowClientException.class).isThrownBy(() -> count(1, 0));
  }

  private void count(long seconds, long bytes) throws SlowClientException {
    rate.count(Duration.ofSeconds(seconds).toNanos(), bytes);
  }
}
