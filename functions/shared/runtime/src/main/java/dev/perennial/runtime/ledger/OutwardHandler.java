package dev.perennial.runtime.ledger;

import io.cloudevents.CloudEvent;

/**
 * A handler whose effect lies outside Postgres, such as a mail, where no transaction reaches. It
 * works before the ledger's transaction and not in it, so that no connection is held, and no lock,
 * while somebody else's server takes its time.
 */
public interface OutwardHandler extends EventHandler {

  /**
   * Does the work with no transaction open. It keeps account of it in transactions of its own and
   * does nothing twice by that account: called again after a passing fault and after a crash, and
   * by two deliveries of the event at once. It is not called for an event that is done, parked, or
   * waiting with another delivery.
   *
   * @throws Unprocessable if this event can never work
   * @throws TryLater if now is not the time for it: the broker comes back, and no attempt is
   *     counted
   * @throws RuntimeException if it may work later: tried again after 1 s, 5 s and 25 s
   */
  void reachOut(CloudEvent event);

  /**
   * Whether this event has an effect outside Postgres; true by default. If it has none, {@link
   * #reachOut} is not called and the transaction that reads the ledger before it is saved. Depends
   * on the event only.
   */
  default boolean hasExternalEffect(CloudEvent event) {
    return true;
  }

  /** What is left to do in the ledger's transaction once all has gone out: nothing, as a rule. */
  @Override
  default void handle(CloudEvent event) {}
}
