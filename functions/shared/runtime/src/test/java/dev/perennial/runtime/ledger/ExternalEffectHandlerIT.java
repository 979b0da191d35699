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

/** What a handler does out of the transaction, before it. */
class ExternalEffectHandlerIT {

  @AutoClose private static final TestLedger LEDGER = new TestLedger();

  private final AtomicInteger handled = new AtomicInteger();

  @Test
  void executes_the_effect_before_the_transaction_and_not_for_completed_events() throws Exception {
    var event = anyEvent();
    var outward = LEDGER.processor(new Outward(e -> handled.incrementAndGet()));

    assertThat(outward.process(event)).isEqualTo(new DeliveryOutcome.Done());
    assertThat(outward.process(event)).isEqualTo(new DeliveryOutcome.Done());

    assertThat(handled).hasValue(1);
    assertThat(stateOf(event)).isEqualTo("COMPLETED 1");
  }

  @Test
  void holds_no_connection_during_the_external_effect() throws Exception {
    var gate = new Gate();
    try (var narrow =
            Database.open(POSTGRES.settings(FUNCTION, Map.of("DATABASE_POOL_SIZE", "1")));
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var processor = new EventProcessor(narrow, new Outward(e -> gate.pass()), QUICK);
      var answer = executor.submit(() -> processor.process(anyEvent()));
      gate.awaitReached();

      assertThat(narrow.<Boolean>inTransaction(() -> true)).isTrue();

      gate.open();
      assertThat(answer.get()).isEqualTo(new DeliveryOutcome.Done());
    }
  }

  @Test
  void counts_failures_of_the_effect_and_parks_after_the_last() throws Exception {
    var event = anyEvent();
    var processor =
        LEDGER.processor(
            new Outward(
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
  void executes_no_effect_while_another_delivery_waits_for_its_next_attempt() throws Exception {
    var event = anyEvent();
    retrying(event, 1, Duration.ofHours(1));

    assertThat(LEDGER.processor(new Outward(e -> handled.incrementAndGet())).process(event))
        .isEqualTo(new DeliveryOutcome.InProgress());

    assertThat(handled).hasValue(0);
  }

  @Test
  void a_failure_is_not_counted_when_another_delivery_has_the_lease() throws Exception {
    var event = anyEvent();
    var overtaken =
        LEDGER.processor(
            new Outward(
                e -> {
                  retrying(e, 1, Duration.ofHours(1));
                  throw new IllegalStateException("too late");
                }));

    assertThat(overtaken.process(event)).isEqualTo(new DeliveryOutcome.InProgress());

    assertThat(stateOf(event)).isEqualTo("RETRYING 1");
  }

  @Test
  void handles_an_event_without_an_external_effect_in_the_transaction_alone() throws Exception {
    var event = anyEvent();
    var executed = new AtomicInteger();
    var handler =
        new ExternalEffectHandler() {
          @Override
          public boolean hasExternalEffect(CloudEvent any) {
            return false;
          }

          @Override
          public void execute(CloudEvent any) {
            executed.incrementAndGet();
          }

          @Override
          public void handle(CloudEvent any) {
            handled.incrementAndGet();
          }
        };

    assertThat(LEDGER.processor(handler).process(event)).isEqualTo(new DeliveryOutcome.Done());

    assertThat(executed).hasValue(0);
    assertThat(handled).hasValue(1);
    assertThat(stateOf(event)).isEqualTo("COMPLETED 1");
  }

  private record Outward(Consumer<CloudEvent> work) implements ExternalEffectHandler {
    @Override
    public void execute(CloudEvent event) {
      work.accept(event);
    }
  }
}
