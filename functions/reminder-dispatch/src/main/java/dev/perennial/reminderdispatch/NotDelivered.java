package dev.perennial.reminderdispatch;

import dev.perennial.reminders.delivery.Delivery;
import org.jspecify.annotations.Nullable;

/** A channel could not deliver just now, and may in a moment. */
final class NotDelivered extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Delivery exhausted;

  /**
   * @param exhausted the delivery if it was refused for now as long as is bearable
   */
  NotDelivered(String reason, @Nullable Delivery exhausted) {
    super(reason, null, true, false);
    this.exhausted = exhausted;
  }

  @Nullable Delivery exhausted() {
    return exhausted;
  }
}
