package dev.perennial.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CrashBackoffTest {

  private final SettableClock time = new SettableClock();
  private final CrashBackoff backOff = new CrashBackoff(time);

  @Test
  void the_first_crash_is_followed_by_no_wait() {
    assertThat(crashAfter(Duration.ofSeconds(1))).isZero();
  }

  @Test
  void the_wait_doubles_from_the_second_crash_on() {
    crashAfter(Duration.ZERO);

    assertThat(crashAfter(Duration.ZERO)).hasSeconds(1);
    assertThat(crashAfter(Duration.ZERO)).hasSeconds(2);
    assertThat(crashAfter(Duration.ZERO)).hasSeconds(4);
  }

  @Test
  void the_wait_is_at_most_five_minutes() {
    for (int crash = 0; crash < 20; crash++) {
      crashAfter(Duration.ZERO);
    }

    assertThat(crashAfter(Duration.ZERO)).hasMinutes(5);
  }

  @Test
  void a_process_that_ran_for_a_minute_starts_again_without_a_wait() {
    crashAfter(Duration.ZERO);
    crashAfter(Duration.ZERO);

    assertThat(crashAfter(Duration.ofMinutes(1))).isZero();
  }

  private Duration crashAfter(Duration life) {
    backOff.started();
    time.advance(life);
    return backOff.crashed();
  }
}
