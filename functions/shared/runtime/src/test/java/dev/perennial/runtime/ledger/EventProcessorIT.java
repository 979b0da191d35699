package dev.perennial.runtime.ledger;

import static dev.perennial.runtime.ledger.TestLedger.FUNCTION;
import static dev.perennial.runtime.ledger.TestLedger.POSTGRES;
import static dev.perennial.runtime.ledger.TestLedger.QUICK;
import static dev.perennial.runtime.ledger.TestLedger.anyEvent;
import static dev.perennial.runtime.ledger.TestLedger.stateOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An event takes effect once, also if several deliveries have it. */
class EventProcessorIT {

  @AutoClose private static final TestLedger LEDGER = new TestLedger();

  private final AtomicInteger handled = new AtomicInteger();

  @Test
  void handles_an_event_once_however_often_it_is_delivered() throws Exception {
    var processor = LEDGER.processor(event -> handled.incrementAndGet());
    var event = anyEvent();

    assertThat(processor.process(event)).isEqualTo(new DeliveryOutcome.Done());
    assertThat(processor.process(event)).isEqualTo(new DeliveryOutcome.Duplicate());

    assertThat(handled).hasValue(1);
    assertThat(stateOf(event)).isEqualTo("COMPLETED 1");
  }

  @Test
  void handles_an_event_once_when_32_deliveries_arrive_together() throws Exception {
    var processor = LEDGER.processor(event -> handled.incrementAndGet());
    var event = anyEvent();

    var outcomes = groups(32, () -> processor.process(event));

    assertThat(handled).hasValue(1);
    assertThat(outcomes).containsOnlyOnce(new DeliveryOutcome.Done());
    assertThat(outcomes)
        .isSubsetOf(
            new DeliveryOutcome.Done(),
            new DeliveryOutcome.Duplicate(),
            new DeliveryOutcome.InProgress());
  }

  @Test
  void is_in_progress_without_waiting_while_another_delivery_is_in_its_transaction()
      throws Exception {
    var gate = new Gate();
    var slow = LEDGER.processor(event -> gate.pass());
    var event = anyEvent();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = executor.submit(() -> slow.process(event));
      gate.awaitReached();

      assertThat(LEDGER.processor(e -> handled.incrementAndGet()).process(event))
          .isEqualTo(new DeliveryOutcome.InProgress());

      gate.open();
      assertThat(first.get()).isEqualTo(new DeliveryOutcome.Done());
    }
    assertThat(handled).hasValue(0);
  }

  @Test
  void does_not_see_what_another_function_has_handled() throws Exception {
    var event = anyEvent();
    POSTGRES.execute(
        """
        INSERT INTO runtime.ledger (consumer, source, event_id, event_type, state, attempts)
        VALUES ('another-function', '%s', '%s', 'test', 'COMPLETED', 1)
        """
            .formatted(event.getSource(), event.getId()));

    assertThat(LEDGER.processor(e -> handled.incrementAndGet()).process(event))
        .isEqualTo(new DeliveryOutcome.Done());

    assertThat(handled).hasValue(1);
  }

  @Test
  void is_unavailable_when_postgres_cannot_be_reached() throws Exception {
    var nowhere = Map.of("DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/nowhere");
    try (var gone = Database.open(POSTGRES.settings(FUNCTION, nowhere))) {
      var processor = new EventProcessor(gone, event -> handled.incrementAndGet(), QUICK);

      assertThat(processor.process(anyEvent())).isInstanceOf(DeliveryOutcome.Unavailable.class);
    }
    assertThat(handled).hasValue(0);
  }

  private static <T> List<T> groups(int times, Callable<T> work) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var start = new CountDownLatch(1);
      var running = new ArrayList<Future<T>>();
      for (int i = 0; i < times; i++) {
        running.add(
            executor.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      start.countDown();
      var results = new ArrayList<T>();
      for (var one : running) {
        results.add(one.get());
      }
      return results;
    }
  }
}
