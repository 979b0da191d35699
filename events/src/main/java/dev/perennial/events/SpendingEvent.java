package dev.perennial.events;

/**
 * The payload of {@code spending.recorded}.
 *
 * @param userId the person whose recorded usage may have reached a threshold of their budget
 */
public record SpendingEvent(String userId) {

  public SpendingEvent {
    Required.present("userId", userId);
  }
}
