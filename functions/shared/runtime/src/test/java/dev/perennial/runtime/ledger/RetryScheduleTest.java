package dev.perennial.runtime.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When an event that failed is tried again. */
class RetryScheduleTest {

  @Test
  void a_transient_fault_is_retried_after_1_s_5_s_and_25_s_and_then_no_more() {
    assertThat(IntStream.rangeClosed(1, 3).mapToObj(RetrySchedule.STANDARD::after))
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(25));
    assertThat(IntStream.rangeClosed(1, 4).mapToObj(RetrySchedule.STANDARD::exhausted))
        .containsExactly(false, false, false, true);
  }
}
