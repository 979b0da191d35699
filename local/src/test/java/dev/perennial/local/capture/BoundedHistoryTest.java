package dev.perennial.local.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedHistoryTest {

  @Test
  void the_oldest_item_beyond_five_thousand_is_dropped() {
    var kept = new BoundedHistory<Integer>();

    IntStream.rangeClosed(1, 5_001).forEach(kept::add);

    assertThat(kept.newestFirst()).hasSize(5_000).startsWith(5_001, 5_000).endsWith(3, 2);
  }
}
