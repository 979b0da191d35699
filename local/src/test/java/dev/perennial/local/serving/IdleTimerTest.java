package dev.perennial.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleTimerTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final SettableClock time = new SettableClock();
  private final IdleTimer idle = new IdleTimer(time, LIMIT);

  @Test
  void the_timer_expires_after_the_idle_time_without_a_request() {
    time.advance(LIMIT.minusMillis(1));
    assertThat(idle.isExpired()).isFalse();

    time.advance(Duration.ofMillis(1));
    assertThat(idle.isExpired()).isTrue();
  }

  @Test
  void the_timer_does_not_expire_while_a_request_is_open() {
    idle.requestStarted();
    time.advance(LIMIT.multipliedBy(10));

    assertThat(idle.isExpired()).isFalse();
  }

  @Test
  void the_idle_time_starts_again_when_the_last_request_ends() {
    idle.requestStarted();
    idle.requestStarted();
    idle.requestFinished();
    time.advance(LIMIT);
    idle.requestFinished();
    time.advance(LIMIT.minusMillis(1));
    assertThat(idle.isExpired()).isFalse();

    time.advance(Duration.ofMillis(1));
    assertThat(idle.isExpired()).isTrue();
  }
}
