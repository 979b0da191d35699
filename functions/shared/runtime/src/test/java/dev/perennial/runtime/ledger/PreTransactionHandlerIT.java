package dev.perennial.runtime.ledger;

import static dev.perennial.runtime.ledger.TestLedger.FUNCTION;
import static dev.perennial.runtime.ledger.TestLedger.POSTGRES;
import static dev.perennial.runtime.ledger.TestLedger.QUICK;
import static dev.perennial.runtime.ledger.TestLedger.anyEvent;
import static dev.perennial.runtime.ledger.TestLedger.retrying;
import static dev.perennial.runtime.ledger.TestLedger.stateOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.Gate;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The work of a handler before the transaction. */
class PreTransactionHandlerIT {

  @AutoClose private static final TestLedger LEDGER = new TestLedger();

  private final AtomicInteger handled = new AtomicInteger();

  @Test
  void does_the_work_before_the_transaction_and_not_for_completed_events() throws Exception {
    var event = anyEvent();
    var processor = LEDGER.processor(new EarlyWork(e -> handled.incrementAndGet()));

    assertThat(processor.process(event)).isEqualTo(new DeliveryOutcome.Done());
    assertThat(processor.process(event)).isEqualTo(new DeliveryOutcome.Duplicate());

    assertThat(handled).hasValue(1);
    assertThat(stateOf(event)).isEqualTo("COMPLETED 1");
  }

  @Test
  void holds_no_connection_during_the_work() throws Exception {
    var gate = new Gate();
    try (var narrow =
            Database.open(POSTGRES.settings(FUNCTION, Map.of("DATABASE_POOL_SIZE", "1")));
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var processor = new EventProcessor(narrow, new EarlyWork(e -> gate.pass()), QUICK);
      var outcome = executor.submit(() -> processor.process(anyEvent()));
      gate.awaitReached();

      assertThat(narrow.<Boolean>inTransaction(() -> true)).isTrue();

      gate.open();
      assertThat(outcome.get()).isEqualTo(new DeliveryOutcome.Done());
    }
  }

  @Test
  void counts_failures_of_the_work_and_parks_after_the_last() throws Exception {
    var event = anyEvent();
    var processor =
        LEDGER.processor(
            new EarlyWork(
                e -> {
                  handled.incrementAndGet();
                  throw new IllegalStateException("still not");
                }));

    assertThat(processor.process(event)).isInstanceOf(DeliveryOutcome.Parked.class);
    assertThat(processor.process(event)).isInstanceOf(DeliveryOutcome.Parked.class);

    assertThat(handled).hasValue(4);
    assertThat(stateOf(event)).isEqualTo("PARKED 4");
  }

  @Test
  void does_no_work_while_another_delivery_waits_for_its_next_attempt() throws Exception {
    var event = anyEvent();
    retrying(event, 1, Duration.ofHours(1));

    assertThat(LEDGER.processor(new EarlyWork(e -> handled.incrementAndGet())).process(event))
        .isEqualTo(new DeliveryOutcome.InProgress());

    assertThat(handled).hasValue(0);
  }

  @Test
  void a_failure_is_not_counted_when_another_delivery_has_the_lease() throws Exception {
    var event = anyEvent();
    var overtaken =
        LEDGER.processor(
            new EarlyWork(
                e -> {
                  retrying(e, 1, Duration.ofHours(1));
                  throw new IllegalStateException("too late");
                }));

    assertThat(overtaken.process(event)).isEqualTo(new DeliveryOutcome.InProgress());

    assertThat(stateOf(event)).isEqualTo("RETRYING 1");
  }

  @Test
  void handles_an_event_without_work_before_the_transaction_in_the_transaction_only()
      throws Exception {
    var event = anyEvent();
    var workDone = new AtomicInteger();
    var handler =
        new PreTransactionHandler() {
          @Override
          public boolean hasWorkBeforeTransaction(CloudEvent any) {
            return false;
          }

          @Override
          public void beforeTransaction(CloudEvent any) {
            workDone.incrementAndGet();
          }

          @Override
          public void handle(CloudEvent any) {
            handled.incrementAndGet();
          }
        };

    assertThat(LEDGER.processor(handler).process(event)).isEqualTo(new DeliveryOutcome.Done());

    assertThat(workDone).hasValue(0);
    assertThat(handled).hasValue(1);
    assertThat(stateOf(event)).isEqualTo("COMPLETED 1");
  }

  private record EarlyWork(Consumer<CloudEvent> work) implements PreTransactionHandler {
    @Override
    public void beforeTransaction(CloudEvent event) {
      work.accept(event);
    }
  }
}
