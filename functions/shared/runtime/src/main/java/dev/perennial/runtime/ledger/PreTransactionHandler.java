package dev.perennial.runtime.ledger;

import io.cloudevents.CloudEvent;

/**
 * A handler with work that must not be part of the ledger's transaction: an effect outside
 * Postgres, such as a mail, or work in many transactions of its own. The work is done before the
 * ledger's transaction, so that no connection and no lock is held while it takes its time.
 */
public interface PreTransactionHandler extends EventHandler {

  /**
   * Does the work, with no transaction open. It must be idempotent by a record of its own, because
   * it is called again after a transient fault and after a crash, and may be called by two
   * deliveries of the event at once. It is not called for an event that is completed, parked, or
   * leased to another delivery.
   *
   * @throws Unprocessable if this event can never be processed: it is parked
   * @throws TryLater if something that the event needs is known to be unavailable: the broker
   *     retries, and no attempt is counted
   * @throws RuntimeException if a retry may succeed: retried after 1 s, 5 s and 25 s, then parked
   */
  void beforeTransaction(CloudEvent event);

  /**
   * Whether this event has work before the transaction; true by default. For an event without such
   * work {@link #beforeTransaction} is not called, and the ledger is not read before its
   * transaction. The result must depend on the event only.
   */
  default boolean hasWorkBeforeTransaction(CloudEvent event) {
    return true;
  }

  /** What is left to do in the ledger's transaction after that work; by default nothing. */
  @Override
  default void handle(CloudEvent event) {}
}
