package dev.perennial.runtime.outbox;

/**
 * A command would emit an event that is too large to be published. The transaction must roll back,
 * because a change and its event are stored together or not at all.
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
