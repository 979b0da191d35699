package dev.perennial.reminderdispatch;

/** A channel could not deliver just now, and may in a moment. */
final class NotDelivered extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotDelivered(String reason) {
    super(reason, null, true, false);
  }
}
