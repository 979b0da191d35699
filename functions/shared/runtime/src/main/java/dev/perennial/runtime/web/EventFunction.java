package dev.perennial.runtime.web;

import dev.perennial.runtime.EventScope;
import dev.perennial.runtime.TracedEvent;
import dev.perennial.runtime.ledger.DeliveryOutcome;
import dev.perennial.runtime.ledger.EventProcessor;
import dev.perennial.runtime.metering.Invocation;
import dev.perennial.runtime.metering.Metering;
import dev.perennial.runtime.metering.Outcome;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;

/**
 * The one function that spring-cloud-function-web serves. It takes the message as received: to a
 * function of {@code CloudEvent} the library passes structured events without their data.
 */
final class EventFunction implements Consumer<Message<byte[]>> {

  private static final Logger LOG = LoggerFactory.getLogger(EventFunction.class);

  private final EventProcessor processor;
  private final Metering metering;

  EventFunction(EventProcessor processor, Metering metering) {
    this.processor = processor;
    this.metering = metering;
  }

  @Override
  public void accept(Message<byte[]> request) {
    Invocation invocation = metering.current().orElseThrow();
    invocation.isDelivery();
    var event = InboundEvent.in(request);
    invocation.delivers(event);
    var traced = new TracedEvent(event, invocation.traceparent());
    try (var scope = EventScope.of(traced)) {
      acknowledge(processor.process(traced, invocation::isAttempt), invocation);
      LOG.debug("Acknowledged");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotAcknowledged(NotAcknowledged.UNAVAILABLE, "this instance is stopping");
    }
  }

  private static void acknowledge(DeliveryOutcome outcome, Invocation invocation) {
    switch (outcome) {
      case DeliveryOutcome.Done() -> invocation.hasOutcome(Outcome.DONE);
      case DeliveryOutcome.Duplicate() -> invocation.hasOutcome(Outcome.DUPLICATE);
      case DeliveryOutcome.InProgress() -> {
        invocation.hasOutcome(Outcome.IN_PROGRESS);
        throw new NotAcknowledged(
            NotAcknowledged.CONFLICT, "another delivery of this event is running");
      }
      case DeliveryOutcome.Parked(String reason) -> {
        invocation.hasOutcome(Outcome.PARKED);
        throw new NotAcknowledged(NotAcknowledged.UNPROCESSABLE, reason);
      }
      case DeliveryOutcome.Unavailable(String reason) ->
          throw new NotAcknowledged(NotAcknowledged.UNAVAILABLE, reason);
    }
  }
}
