package dev.perennial.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StartLimiterTest {

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final long PATIENCE = 20;

  @Test
  void the_second_start_waits_for_the_first_if_only_one_is_allowed() throws Exception {
    var startLimiter = new StartLimiter(2, LONG);
    StartLimiter.Permit first = startLimiter.acquire();
    CountDownLatch second = entering(startLimiter);
    assertThat(second.await(50, TimeUnit.MILLISECONDS)).isFalse();

    first.release();

    assertThat(second.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_permit_released_twice_counts_once() throws Exception {
    var startLimiter = new StartLimiter(1, LONG);
    StartLimiter.Permit first = startLimiter.acquire();
    first.release();
    first.release();
    startLimiter.acquire();

    assertThat(entering(startLimiter).await(50, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void one_start_at_a_time_is_allowed_for_every_two_cores() throws Exception {
    var startLimiter = new StartLimiter(4, LONG);
    startLimiter.acquire();
    startLimiter.acquire();

    assertThat(entering(startLimiter).await(50, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void a_permit_is_released_after_the_maximum_start_time() throws Exception {
    var startLimiter = new StartLimiter(2, Duration.ofMillis(50));
    startLimiter.acquire();

    assertThat(entering(startLimiter).await(PATIENCE, TimeUnit.SECONDS)).isTrue();
  }

  private static CountDownLatch entering(StartLimiter startLimiter) {
    var entered = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                startLimiter.acquire();
                entered.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    return entered;
  }
}
