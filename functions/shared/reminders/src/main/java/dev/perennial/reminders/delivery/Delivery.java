package dev.perennial.reminders.delivery;

import dev.perennial.events.Channel;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The delivery of a notification by one channel.
 *
 * @param fence the fencing token: each claim increments it, and changes with an older token are
 *     ignored
 * @param deliveredTo the destinations that have the message already, for a channel with several; as
 *     hashes that do not identify the device
 */
public record Delivery(
    UUID notificationId, Channel channel, State state, long fence, Set<String> deliveredTo) {

  public Delivery {
    deliveredTo = Set.copyOf(deliveredTo);
  }

  /** Adds destinations that have the message. */
  public Delivery alsoDeliveredTo(Set<String> destinations) {
    Set<String> all = new TreeSet<>(deliveredTo);
    all.addAll(destinations);
    return new Delivery(notificationId, channel, state, fence, all);
  }

  /** The delivery after its claim was released. */
  public Delivery released() {
    return new Delivery(notificationId, channel, State.PLANNED, fence, deliveredTo);
  }

  /** The state of a delivery. */
  public enum State {
    PLANNED,
    /** Claimed under a lease. */
    SENDING,
    SENT,
    FAILED,
    /** There was nothing to send, or no recipient. */
    SUPPRESSED,
    /** The catch-up window ended first. */
    EXPIRED;

    public boolean isOpen() {
      return this == PLANNED || this == SENDING;
    }
  }
}
