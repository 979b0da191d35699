package dev.perennial.runtime.ledger;

import io.cloudevents.CloudEvent;

/**
 * Processes the events of a function. A function needs to implement {@link #handle} only.
 *
 * <p>Deliveries that wait at the same time share one transaction, in which they are handled one
 * after the other. A {@link GroupHandler} handles them with fewer statements.
 */
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
   * Whether the event may share a transaction with others; true by default. False for events that
   * take long, or whose locks would be taken in another order than those of the events before them.
   * The result must depend on the event only.
   */
  default boolean joinsGroup(CloudEvent event) {
    return true;
  }

  /**
   * The id under which the event is entered in the ledger; its own by default. Another one for an
   * event that reaches this function in several meanings, such as the dead letters of two functions
   * for one event. The result must depend on the event only, and have at most 1,000 characters.
   */
  default String ledgerId(CloudEvent event) {
    return event.getId();
  }

  /**
   * Called once when the event is parked, in the transaction that parks it, so that a state "in
   * progress" can be set to "failed". The last attempt's own transaction is rolled back.
   *
   * @param reason why it was parked
   */
  default void parked(CloudEvent event, String reason) {}
}
