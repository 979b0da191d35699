package dev.perennial.runtime.ledger;

import static dev.perennial.runtime.ledger.TestLedger.anyEvent;
import static dev.perennial.runtime.ledger.TestLedger.entryOf;
import static dev.perennial.runtime.ledger.TestLedger.stateOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.cloudevents.CloudEvent;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An event that cannot be processed is parked, and its handler is called. */
class ParkingIT {

  @AutoClose private static final TestLedger LEDGER = new TestLedger();

  private final AtomicInteger handled = new AtomicInteger();

  @Test
  void parks_the_event_with_its_reason_when_the_fourth_attempt_fails() throws Exception {
    var processor =
        LEDGER.processor(
            event -> {
              handled.incrementAndGet();
              throw new IllegalStateException("still not");
            });
    var event = anyEvent();

    assertThat(processor.process(event))
        .isEqualTo(new DeliveryOutcome.Parked("IllegalStateException: still not"));

    assertThat(handled).hasValue(4);
    assertThat(stateOf(event)).isEqualTo("PARKED 4");
    assertThat(entryOf(event, "convert_from(data, 'UTF8')")).isEqualTo("{}");
    assertThat(entryOf(event, "attributes ->> 'id'")).isEqualTo(event.getId());
  }

  @Test
  void parks_an_unprocessable_event_at_once_with_the_same_outcome_for_a_second_delivery()
      throws Exception {
    var processor =
        LEDGER.processor(
            event -> {
              handled.incrementAndGet();
              throw new Unprocessable("no such task");
            });
    var event = anyEvent();

    assertThat(processor.process(event)).isEqualTo(new DeliveryOutcome.Parked("no such task"));
    assertThat(processor.process(event)).isEqualTo(new DeliveryOutcome.Parked("no such task"));

    assertThat(handled).hasValue(1);
    assertThat(stateOf(event)).isEqualTo("PARKED 1");
  }

  @Test
  void parks_at_once_if_the_emitted_event_is_too_large() throws Exception {
    var event = anyEvent();

    var outcome =
        LEDGER
            .processor(
                _ -> {
                  handled.incrementAndGet();
                  LEDGER.emit(Map.of("text", "a".repeat(600_000)));
                })
            .process(event);

    assertThat(outcome)
        .asInstanceOf(type(DeliveryOutcome.Parked.class))
        .extracting(DeliveryOutcome.Parked::reason)
        .asString()
        .contains("524288");
    assertThat(handled).hasValue(1);
    assertThat(stateOf(event)).isEqualTo("PARKED 1");
  }

  @Test
  void calls_the_handler_in_the_transaction_that_parks_an_event() throws Exception {
    var calls = new ArrayList<String>();
    var event = anyEvent();
    var processor =
        LEDGER.processor(new Failing(e -> {}, (e, reason) -> calls.add(stateOf(e) + reason)));

    processor.process(event);
    processor.process(event);

    assertThat(calls).as("once, before the commit").containsExactly("RETRYING 4still not");
    assertThat(stateOf(event)).isEqualTo("PARKED 4");
  }

  @Test
  void does_not_park_an_event_if_that_call_fails() {
    var event = anyEvent();
    var processor =
        LEDGER.processor(
            new Failing(
                e -> {},
                (e, reason) -> {
                  throw new IllegalStateException("not now");
                }));

    assertThatIllegalStateException().isThrownBy(() -> processor.process(event));

    assertThat(stateOf(event)).isEqualTo("RETRYING 4");
  }

  private record Failing(Consumer<CloudEvent> work, BiConsumer<CloudEvent, String> whenParked)
      implements EventHandler {
    @Override
    public void handle(CloudEvent event) {
      work.accept(event);
      throw new TestFault("still not");
    }

    @Override
    public void parked(CloudEvent event, String reason) {
      whenParked.accept(event, reason.replace("TestFault: ", ""));
    }
  }

  private static final class TestFault extends RuntimeException {
    TestFault(String message) {
      super(message);
    }
  }
}
