package dev.perennial.local.eventing;

import dev.perennial.local.eventing.Answer.Failed;
import dev.perennial.local.manifest.Delivery;
import io.cloudevents.CloudEvent;

/** Hands an event over as often as its {@code delivery} says. */
final class Attempts {

  private final Delivery delivery;
  private final Pause pause;

  Attempts(Delivery delivery, Pause pause) {
    this.delivery = delivery;
    this.pause = pause;
  }

  /** Returns the last attempt's answer. */
  Answer make(Receiver receiver, CloudEvent event) throws InterruptedException {
    Answer answer = receiver.receive(event, delivery.timeout());
    for (int retry = 1;
        retry <= delivery.retry() && answer instanceof Failed failed && failed.retryable();
        retry++) {
      pause.await(Backoff.beforeRetry(retry, delivery));
      answer = receiver.receive(event, delivery.timeout());
    }
    return answer;
  }
}
