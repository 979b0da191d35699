package dev.perennial.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CrashBackOffTest {

  private final SettableClock time = new SettableClock();
  private final CrashBackOff backOff = new CrashBackOff(time);

  @Test
  void startsAgainAtOnceAfterTheFirstCrash() {
    assertThat(crashAfter(Duration.ofSeconds(1))).isZero();
  }

  @Test
  void doublesTheWaitFromTheSecondCrashOn() {
    crashAfter(Duration.ZERO);

    assertThat(crashAfter(Duration.ZERO)).hasSeconds(1);
    assertThat(crashAfter(Duration.ZERO)).hasSeconds(2);
    assertThat(crashAfter(Duration.ZERO)).hasSeconds(4);
  }

  @Test
  void neverWaitsLongerThanFiveMinutes() {
    for (int crash = 0; crash < 20; crash++) {
      crashAfter(Duration.ZERO);
    }

    assertThat(crashAfter(Duration.ZERO)).hasMinutes(5);
  }

  @Test
  void forgivesEarlierCrashesOfAProcessThatRanForAMinute() {
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
