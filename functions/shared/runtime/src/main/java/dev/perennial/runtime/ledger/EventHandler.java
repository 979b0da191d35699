package dev.perennial.runtime.ledger;

import io.cloudevents.CloudEvent;

/** What a function does with an event: the one method that its author writes. */
@FunctionalInterface
public interface EventHandler {

  /**
   * Applies the event inside the ledger's transaction. Every repository and the outbox join that
   * transaction, so the effect, the events that it emits and the ledger's row are committed
   * together or not at all. Called again after a transient fault.
   *
   * @throws Unprocessable if this event can never be processed: it is parked
   * @throws TryLater if something that the event needs is known to be unavailable: the broker
   *     retries, and no attempt is counted
   * @throws RuntimeException if a retry may succeed: retried after 1 s, 5 s and 25 s, then parked
   */
  void handle(CloudEvent event);

  /**
   * Called once when the event is parked, in the transaction that parks it, so that a state "in
   * progress" can be set to "failed". The last attempt's own transaction is rolled back.
   *
   * @param reason why it was parked
   */
  default void parked(CloudEvent event, String reason) {}
}
