package dev.perennial.runtime.web;

import dev.perennial.runtime.Trace;
import dev.perennial.runtime.ledger.DeliveryOutcome;
import dev.perennial.runtime.ledger.EventProcessor;
import io.cloudevents.CloudEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.http.HttpStatus;
import org.springframework.messaging.Message;

/**
 * The one function that spring-cloud-function-web serves. It takes the message as received: to a
 * function of {@code CloudEvent} the library passes structured events without their data.
 */
final class EventFunction implements Consumer<Message<String>> {

  private static final Logger LOG = LoggerFactory.getLogger(EventFunction.class);

  private final EventProcessor processor;

  EventFunction(EventProcessor processor) {
    this.processor = processor;
  }

  @Override
  public void accept(Message<String> request) {
    var event = InboundEvent.in(request);
    try (var trace = Trace.resume(traceparent(event));
        var id = MDC.putCloseable("event_id", event.getId());
        var type = MDC.putCloseable("event_type", event.getType())) {
      acknowledge(processor.process(event));
      LOG.debug("Acknowledged");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotAcknowledged(HttpStatus.SERVICE_UNAVAILABLE, "this instance is stopping");
    }
  }

  private static void acknowledge(DeliveryOutcome answer) {
    switch (answer) {
      case DeliveryOutcome.Done() -> {}
      case DeliveryOutcome.InProgress() ->
          throw new NotAcknowledged(
              HttpStatus.CONFLICT, "another delivery of this event is running");
      case DeliveryOutcome.Parked(String reason) ->
          throw new NotAcknowledged(HttpStatus.UNPROCESSABLE_ENTITY, reason);
      case DeliveryOutcome.Unavailable(String reason) ->
          throw new NotAcknowledged(HttpStatus.SERVICE_UNAVAILABLE, reason);
    }
  }

  private static @Nullable String traceparent(CloudEvent event) {
    return (String) event.getExtension("traceparent");
  }
}
