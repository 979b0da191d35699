package dev.perennial.reminderdispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChannelDeliveryTest {

  @Test
  void sending_ends_well_before_the_lease() {
    assertThat(ChannelDelivery.SENDING)
        .isLessThanOrEqualTo(ChannelDelivery.LEASE.minus(Duration.ofSeconds(15)));
  }
}
