package dev.perennial.reminderdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CourierTest {

  @Test
  void whoever_sends_is_done_well_before_somebody_else_may_have_the_delivery() {
    assertThat(Courier.SENDING).isLessThanOrEqualTo(Courier.LEASE.minus(Duration.ofSeconds(15)));
  }
}
