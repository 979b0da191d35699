package dev.perennial.runtime.ledger;

import io.cloudevents.CloudEvent;

/** What a function does with an event: the one method its author writes. */
@FunctionalInterface
public interface EventHandler {

  /**
   * Does the work inside the ledger's transaction: every repository and the outbox join it, so the
   * effect, its events and the ledger's entry are there together or not at all. Called again after
   * a passing fault.
   *
   * @throws Unprocessable if this event can never work
   * @throws TryLater if now is not the time for it: the broker comes back, and no attempt is
   *     counted
   * @throws RuntimeException if it may work later: tried again after 1 s, 5 s and 25 s
   */
  void handle(CloudEvent event);

  /**
   * Told once when the event is parked, in the transaction that parks it: what was said to be under
   * way can be said to have failed. Nothing of the last attempt's own transaction is there.
   *
   * @param reason why it was parked
   */
  default void parked(CloudEvent event, String reason) {}
}
