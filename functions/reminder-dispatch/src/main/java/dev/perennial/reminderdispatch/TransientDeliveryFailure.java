package dev.perennial.reminderdispatch;

import dev.perennial.reminders.delivery.Delivery;
import org.jspecify.annotations.Nullable;

/** A channel could not send a message now; a retry may succeed. */
final class TransientDeliveryFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Delivery exhausted;

  /**
   * @param reason names no person
   * @param exhausted the released delivery if it has reached the limit of deferrals; null otherwise
   */
  TransientDeliveryFailure(String reason, @Nullable Delivery exhausted) {
    super(reason, null, true, false);
    this.exhausted = exhausted;
  }

  /** The delivery that has reached the limit of deferrals; null if it has not. */
  @Nullable Delivery exhausted() {
    return exhausted;
  }
}
