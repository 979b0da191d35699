package dev.perennial.local.eventing;

import dev.perennial.local.eventing.DeliveryResult.Failed;
import dev.perennial.local.manifest.DeliverySpec;
import io.cloudevents.CloudEvent;

/** Delivers an event with the retries of its {@code delivery}. */
final class RetryingDelivery {

  private final DeliverySpec delivery;
  private final Backoff backoff;

  RetryingDelivery(DeliverySpec delivery, Backoff backoff) {
    this.delivery = delivery;
    this.backoff = backoff;
  }

  /** Returns the result of the last attempt. */
  DeliveryResult deliver(Receiver receiver, CloudEvent event) throws InterruptedException {
    DeliveryResult result = receiver.receive(event, delivery.timeout());
    for (int retry = 1;
        retry <= delivery.retry() && result instanceof Failed failed && failed.retryable();
        retry++) {
      backoff.await(RetryDelay.beforeRetry(retry, delivery));
      result = receiver.receive(event, delivery.timeout());
    }
    return result;
  }
}
