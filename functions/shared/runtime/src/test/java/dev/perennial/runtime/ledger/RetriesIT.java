package dev.perennial.runtime.ledger;

import static dev.perennial.runtime.ledger.TestLedger.anyEvent;
import static dev.perennial.runtime.ledger.TestLedger.retrying;
import static dev.perennial.runtime.ledger.TestLedger.stateOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What becomes of an event between its first attempt and its last. */
class RetriesIT {

  @AutoClose private static final TestLedger LEDGER = new TestLedger();
  private static final RetrySchedule NEVER_AGAIN_TODAY =
      new RetrySchedule(List.of(Duration.ofHours(1)));

  private final AtomicInteger handled = new AtomicInteger();

  @Test
  void rolls_back_the_ledger_entry_with_the_work_and_retries_a_transient_fault() throws Exception {
    var processor =
        LEDGER.processor(
            event -> {
              if (handled.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
              }
            });
    var event = anyEvent();

    assertThat(processor.process(event)).isEqualTo(new DeliveryOutcome.Done());

    assertThat(handled).hasValue(3);
    assertThat(stateOf(event)).isEqualTo("COMPLETED 3");
  }

  @Test
  void continues_the_count_of_attempts_of_a_crashed_process() throws Exception {
    var event = anyEvent();
    retrying(event, 3, Duration.ofSeconds(-1));
    var processor =
        LEDGER.processor(
            e -> {
              handled.incrementAndGet();
              throw new IllegalStateException("again");
            });

    assertThat(processor.process(event)).isInstanceOf(DeliveryOutcome.Parked.class);

    assertThat(handled).hasValue(1);
    assertThat(stateOf(event)).isEqualTo("PARKED 4");
  }

  @Test
  void does_not_process_an_event_whose_other_delivery_waits_for_its_next_attempt()
      throws Exception {
    var event = anyEvent();
    retrying(event, 1, Duration.ofHours(1));

    assertThat(LEDGER.processor(e -> handled.incrementAndGet()).process(event))
        .isEqualTo(new DeliveryOutcome.InProgress());

    assertThat(handled).hasValue(0);
    assertThat(stateOf(event)).isEqualTo("RETRYING 1");
  }

  @Test
  void returns_a_waiting_event_to_the_broker_when_it_stops() throws Exception {
    var failed = new CountDownLatch(1);
    var stopped =
        LEDGER.processor(
            event -> {
              failed.countDown();
              throw new IllegalStateException("once");
            },
            NEVER_AGAIN_TODAY);
    var event = anyEvent();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var outcome = executor.submit(() -> stopped.process(event));
      failed.await();
      stopped.stop();
      assertThat(outcome.get()).isInstanceOf(DeliveryOutcome.Unavailable.class);
    }

    assertThat(LEDGER.processor(e -> handled.incrementAndGet()).process(event))
        .isEqualTo(new DeliveryOutcome.Done());
    assertThat(stateOf(event)).isEqualTo("COMPLETED 2");
  }

  @Test
  void returns_an_event_that_has_to_wait_and_counts_no_attempt() throws Exception {
    var event = anyEvent();
    var waiting =
        LEDGER.processor(
            e -> {
              handled.incrementAndGet();
              throw new TryLater("the mail server is unavailable");
            });

    for (int i = 0; i < 6; i++) {
      assertThat(waiting.process(event))
          .isEqualTo(new DeliveryOutcome.Unavailable("the mail server is unavailable"));
    }

    assertThat(handled).hasValue(6);
    assertThat(LEDGER.processor(e -> {}).process(event)).isEqualTo(new DeliveryOutcome.Done());
    assertThat(stateOf(event)).isEqualTo("COMPLETED 1");
  }

  @Test
  void returns_an_event_at_once_that_has_to_wait_after_a_failure() throws Exception {
    var event = anyEvent();
    var processor =
        LEDGER.processor(
            e -> {
              if (handled.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
              }
              throw new TryLater("unavailable meanwhile");
            });

    assertThat(processor.process(event))
        .isEqualTo(new DeliveryOutcome.Unavailable("unavailable meanwhile"));

    assertThat(stateOf(event)).isEqualTo("RETRYING 1");
    assertThat(LEDGER.processor(e -> {}).process(event))
        .as("no delivery holds a lease")
        .isEqualTo(new DeliveryOutcome.Done());
  }
}
