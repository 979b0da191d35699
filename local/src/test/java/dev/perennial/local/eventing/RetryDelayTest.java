package dev.perennial.local.eventing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.local.manifest.DeliverySpec;
import dev.perennial.local.manifest.DeliverySpec.BackoffPolicy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryDelayTest {

  @ParameterizedTest(name = "{0}, retry {1}: {2} ms")
  @CsvSource({
    "EXPONENTIAL, 1, 400",
    "EXPONENTIAL, 2, 800",
    "EXPONENTIAL, 12, 819200",
    "LINEAR, 1, 200",
    "LINEAR, 2, 400",
    "LINEAR, 12, 2400",
  })
  void the_delay_is_the_one_of_knatives_dispatcher(BackoffPolicy policy, int retry, long millis) {
    assertThat(RetryDelay.beforeRetry(retry, delivery(policy)))
        .isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void the_delay_does_not_overflow() {
    assertThat(RetryDelay.beforeRetry(1_000, delivery(BackoffPolicy.EXPONENTIAL)))
        .isGreaterThan(Duration.ofDays(365));
  }

  private static DeliverySpec delivery(BackoffPolicy policy) {
    return new DeliverySpec(
        12, policy, Duration.ofMillis(200), Duration.ofSeconds(1), Optional.empty());
  }
}
