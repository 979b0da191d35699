package dev.perennial.reminderscheduler.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.Gate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CoalescingExecutorTest {

  private final AtomicInteger done = new AtomicInteger();

  @Test
  void a_burst_of_submissions_during_a_run_causes_one_more_run() {
    var gate = new Gate();
    var executor = new CoalescingExecutor(Duration.ofMillis(10));
    executor.submit(
        () -> {
          gate.pass();
          done.incrementAndGet();
        });
    gate.awaitReached();

    for (int i = 0; i < 100; i++) {
      executor.submit(done::incrementAndGet);
    }
    gate.open();
    executor.close();

    assertThat(done).hasValue(2);
  }

  @Test
  void submissions_within_the_delay_cause_one_run() {
    var executor = new CoalescingExecutor(Duration.ofHours(1));

    for (int i = 0; i < 100; i++) {
      executor.submit(done::incrementAndGet);
    }
    executor.close();

    assertThat(done).hasValue(1);
  }

  @Test
  void close_runs_what_waits_without_its_delay_and_discards_what_is_submitted_after_it() {
    var executor = new CoalescingExecutor(Duration.ofHours(1));

    executor.submit(done::incrementAndGet);
    executor.close();
    executor.submit(done::incrementAndGet);

    assertThat(done).hasValue(1);
  }
}
