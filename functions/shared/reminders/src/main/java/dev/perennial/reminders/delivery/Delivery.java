package dev.perennial.reminders.delivery;

import dev.perennial.events.Channel;
import java.util.UUID;

/**
 * One channel's share of telling a notification.
 *
 * @param fence counts who has had it in hand: whoever comes with an older number is too late
 */
public record Delivery(UUID notificationId, Channel channel, State state, long fence) {

  /** What became of it so far. */
  public enum State {
    PLANNED,
    SENDING,
    SENT,
    FAILED,
    SUPPRESSED,
    EXPIRED;

    public boolean isOpen() {
      return this == PLANNED || this == SENDING;
    }
  }
}
