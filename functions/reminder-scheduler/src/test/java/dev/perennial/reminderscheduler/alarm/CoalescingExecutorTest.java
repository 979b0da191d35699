package dev.perennial.reminderscheduler.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.Gate;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CoalescingExecutorTest {

  private final AtomicInteger done = new AtomicInteger();

  @Test
  void a_burst_of_submissions_during_a_run_causes_one_more_run() {
    var gate = new Gate();
    var executor = new CoalescingExecutor();
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
  void runs_what_was_submitted_before_close_and_discards_what_is_submitted_after_it() {
    var executor = new CoalescingExecutor();

    executor.submit(done::incrementAndGet);
    executor.close();
    executor.submit(done::incrementAndGet);

    assertThat(done).hasValue(1);
  }
}
