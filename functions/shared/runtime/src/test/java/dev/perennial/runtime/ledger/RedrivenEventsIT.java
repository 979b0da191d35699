package dev.perennial.runtime.ledger;

import static dev.perennial.runtime.ledger.TestLedger.anyEvent;
import static dev.perennial.runtime.ledger.TestLedger.entryOf;
import static dev.perennial.runtime.ledger.TestLedger.stateOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.AtOnce;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A parked event is processed anew by a redrive, once for each generation. */
class RedrivenEventsIT {

  private static final DeliveryOutcome DONE = new DeliveryOutcome.Done();
  private static final DeliveryOutcome DUPLICATE = new DeliveryOutcome.Duplicate();

  @AutoClose private static final TestLedger LEDGER = new TestLedger();

  private final AtomicInteger effects = new AtomicInteger();
  private boolean isBroken = true;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_redrive_opens_a_parked_event_and_has_its_effect_once(boolean joinsGroup) throws Exception {
    var processor = LEDGER.processor(new Repairable(joinsGroup));
    var event = anyEvent();
    assertThat(processor.process(event)).isInstanceOf(DeliveryOutcome.Parked.class);
    isBroken = false;

    assertThat(processor.process(event)).isInstanceOf(DeliveryOutcome.Parked.class);
    assertThat(processor.process(redriven(event, 1))).isEqualTo(DONE);
    assertThat(processor.process(redriven(event, 1))).isEqualTo(DUPLICATE);
    assertThat(processor.process(redriven(event, 2))).isEqualTo(DUPLICATE);
    assertThat(processor.process(event)).isEqualTo(DUPLICATE);

    assertThat(effects).hasValue(1);
    assertThat(stateOf(event)).isEqualTo("COMPLETED 2");
    assertThat(entryOf(event, "attributes IS NULL AND data IS NULL")).isEqualTo("t");
  }

  @Test
  void many_deliveries_of_a_redrive_at_once_have_one_effect() throws Exception {
    var processor = LEDGER.processor(new Repairable(true));
    var event = anyEvent();
    processor.process(event);
    isBroken = false;

    AtOnce.all(
        IntStream.range(0, 16)
            .<Callable<DeliveryOutcome>>mapToObj(_ -> () -> processor.process(redriven(event, 1)))
            .toList());

    assertThat(effects).hasValue(1);
  }

  @Test
  void a_redrive_that_fails_is_parked_and_its_further_deliveries_change_nothing() throws Exception {
    var handled = new AtomicInteger();
    var processor =
        LEDGER.processor(
            event -> {
              handled.incrementAndGet();
              throw new IllegalStateException("still not");
            });
    var event = anyEvent();
    processor.process(event);
    handled.set(0);

    for (int i = 0; i < 3; i++) {
      assertThat(processor.process(redriven(event, 1))).isInstanceOf(DeliveryOutcome.Parked.class);
    }

    assertThat(handled).as("as many attempts as a new event has").hasValue(4);
    assertThat(entryOf(event, "state || ' ' || generation || ' ' || reason"))
        .isEqualTo("PARKED 1 IllegalStateException: still not");
    assertThat(entryOf(event, "attributes ->> 'id'")).isEqualTo(event.getId());
  }

  @Test
  void an_earlier_redrive_does_not_open_what_a_later_one_has_parked() throws Exception {
    var processor = LEDGER.processor(new Repairable(true));
    var event = anyEvent();
    processor.process(event);
    processor.process(redriven(event, 2));
    isBroken = false;

    assertThat(processor.process(redriven(event, 1))).isInstanceOf(DeliveryOutcome.Parked.class);

    assertThat(effects).hasValue(0);
  }

  @Test
  void a_redrive_of_an_event_that_never_arrived_is_processed_once() throws Exception {
    isBroken = false;
    var processor = LEDGER.processor(new Repairable(true));
    var event = anyEvent();

    assertThat(processor.process(redriven(event, 1))).isEqualTo(DONE);
    assertThat(processor.process(event)).isEqualTo(DUPLICATE);

    assertThat(effects).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "one", "1.0", "99999999999"})
  void an_invalid_generation_opens_nothing(String generation) throws Exception {
    var processor = LEDGER.processor(new Repairable(true));
    var event = anyEvent();
    processor.process(event);
    isBroken = false;

    var again = CloudEventBuilder.v1(event).withExtension(Redrive.GENERATION, generation).build();

    assertThat(processor.process(again)).isInstanceOf(DeliveryOutcome.Parked.class);
    assertThat(effects).hasValue(0);
  }

  @Test
  void work_before_the_transaction_is_done_for_a_redrive() throws Exception {
    var early = new AtomicInteger();
    var processor =
        LEDGER.processor(
            (PreTransactionHandler)
                event -> {
                  early.incrementAndGet();
                  if (isBroken) {
                    throw new Unprocessable("no such address");
                  }
                });
    var event = anyEvent();
    processor.process(event);
    isBroken = false;

    assertThat(processor.process(redriven(event, 1))).isEqualTo(DONE);
    assertThat(processor.process(redriven(event, 1))).isEqualTo(DUPLICATE);

    assertThat(early).hasValue(2);
  }

  private static CloudEvent redriven(CloudEvent event, int generation) {
    return CloudEventBuilder.v1(event).withExtension(Redrive.GENERATION, "" + generation).build();
  }

  private final class Repairable implements EventHandler {

    private final boolean joinsGroup;

    Repairable(boolean joinsGroup) {
      this.joinsGroup = joinsGroup;
    }

    @Override
    public boolean joinsGroup(CloudEvent event) {
      return joinsGroup;
    }

    @Override
    public void handle(CloudEvent event) {
      if (isBroken) {
        throw new Unprocessable("no such task");
      }
      effects.incrementAndGet();
    }
  }
}
