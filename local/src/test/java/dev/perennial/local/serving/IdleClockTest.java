package dev.perennial.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleClockTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final SettableClock time = new SettableClock();
  private final IdleClock idle = new IdleClock(time, LIMIT);

  @Test
  void runsOutWhenNothingHasHappenedForAsLongAsAllowed() {
    time.advance(LIMIT.minusMillis(1));
    assertThat(idle.hasRunOut()).isFalse();

    time.advance(Duration.ofMillis(1));
    assertThat(idle.hasRunOut()).isTrue();
  }

  @Test
  void doesNotRunOutWhileARequestIsOpen() {
    idle.opened();
    time.advance(LIMIT.multipliedBy(10));

    assertThat(idle.hasRunOut()).isFalse();
  }

  @Test
  void startsAgainWhenTheLastRequestIsAnswered() {
    idle.opened();
    idle.opened();
    idle.closed();
    time.advance(LIMIT);
    idle.closed();
    time.advance(LIMIT.minusMillis(1));
    assertThat(idle.hasRunOut()).isFalse();

    time.advance(Duration.ofMillis(1));
    assertThat(idle.hasRunOut()).isTrue();
  }
}
