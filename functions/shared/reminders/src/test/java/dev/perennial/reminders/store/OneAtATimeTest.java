package dev.perennial.reminders.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.Gate;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OneAtATimeTest {

  private final AtomicInteger done = new AtomicInteger();

  @Test
  void a_burst_of_those_who_ask_while_it_is_under_way_is_worth_once_more() {
    var gate = new Gate();
    var work = new OneAtATime();
    work.soon(
        () -> {
          gate.pass();
          done.incrementAndGet();
        });
    gate.awaitReached();

    for (int i = 0; i < 100; i++) {
      work.soon(done::incrementAndGet);
    }
    gate.open();
    work.close();

    assertThat(done).hasValue(2);
  }

  @Test
  void what_was_asked_for_before_the_end_is_done_and_what_is_asked_for_after_it_is_not() {
    var work = new OneAtATime();

    work.soon(done::incrementAndGet);
    work.close();
    work.soon(done::incrementAndGet);

    assertThat(done).hasValue(1);
  }
}
