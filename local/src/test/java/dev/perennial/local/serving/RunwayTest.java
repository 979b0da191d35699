package dev.perennial.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunwayTest {

  private static final Duration LONG = Duration.ofMinutes(10);
  private static final long PATIENCE = 20;

  @Test
  void the_second_start_waits_for_the_first_where_there_is_room_for_one() throws Exception {
    var runway = new Runway(2, LONG);
    var first = runway.enter();
    var second = entering(runway);
    assertThat(second.await(50, TimeUnit.MILLISECONDS)).isFalse();

    first.giveBack();

    assertThat(second.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void room_given_back_twice_is_room_for_one() throws Exception {
    var runway = new Runway(1, LONG);
    var first = runway.enter();
    first.giveBack();
    first.giveBack();
    runway.enter();

    assertThat(entering(runway).await(50, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void each_two_cores_have_room_for_one() throws Exception {
    var runway = new Runway(4, LONG);
    runway.enter();
    runway.enter();

    assertThat(entering(runway).await(50, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void whoever_never_gets_ready_holds_up_nobody_for_ever() throws Exception {
    var runway = new Runway(2, Duration.ofMillis(50));
    runway.enter();

    assertThat(entering(runway).await(PATIENCE, TimeUnit.SECONDS)).isTrue();
  }

  private static CountDownLatch entering(Runway runway) {
    var entered = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                runway.enter();
                entered.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    return entered;
  }
}
