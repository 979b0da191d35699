package dev.perennial.runtime.outbox;

/**
 * An act would emit an event that is too large to be published: the transaction rolls back, since
 * neither the act nor the event may be there alone.
 */
public final class EventTooLarge extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EventTooLarge(String type, int bytes, int maxBytes) {
    super(
        "the event %s would have %d bytes, and %d is the most".formatted(type, bytes, maxBytes),
        null,
        false,
        false);
  }
}
