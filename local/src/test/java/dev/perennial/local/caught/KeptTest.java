package dev.perennial.local.caught;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptTest {

  @Test
  void forgetsTheOldestBeyondFiveThousand() {
    var kept = new Kept<Integer>();

    IntStream.rangeClosed(1, 5_001).forEach(kept::add);

    assertThat(kept.newestFirst()).hasSize(5_000).startsWith(5_001, 5_000).endsWith(3, 2);
  }
}
