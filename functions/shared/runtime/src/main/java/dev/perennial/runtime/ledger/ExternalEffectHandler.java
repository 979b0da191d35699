package dev.perennial.runtime.ledger;

import io.cloudevents.CloudEvent;

/**
 * A handler whose effect is outside Postgres, such as a mail, so that no transaction can contain
 * it. The effect happens before the ledger's transaction, so that no connection and no lock is held
 * while a remote server takes its time.
 */
public interface ExternalEffectHandler extends EventHandler {

  /**
   * Has the effect, with no transaction open. It must be idempotent by a record of its own, because
   * it is called again after a transient fault and after a crash, and may be called by two
   * deliveries of the event at once. It is not called for an event that is completed, parked, or
   * leased to another delivery.
   *
   * @throws Unprocessable if this event can never be processed: it is parked
   * @throws TryLater if something that the event needs is known to be unavailable: the broker
   *     retries, and no attempt is counted
   * @throws RuntimeException if a retry may succeed: retried after 1 s, 5 s and 25 s, then parked
   */
  void execute(CloudEvent event);

  /**
   * Whether this event has an external effect; true by default. For an event without one {@link
   * #execute} is not called, and the transaction that reads the ledger before it is saved. The
   * result must depend on the event only.
   */
  default boolean hasExternalEffect(CloudEvent event) {
    return true;
  }

  /** What is left to do in the ledger's transaction after the effect; by default nothing. */
  @Override
  default void handle(CloudEvent event) {}
}
