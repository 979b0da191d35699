package dev.perennial.reminders.delivery;

import dev.perennial.events.Channel;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * One channel's share of telling a notification.
 *
 * @param fence counts who has had it in hand: whoever comes with an older number is too late
 * @param taken where it has arrived, of a channel that leads to several places, each by a name that
 *     tells nobody anything
 */
public record Delivery(
    UUID notificationId, Channel channel, State state, long fence, Set<String> taken) {

  public Delivery {
    taken = Set.copyOf(taken);
  }

  /** With these places as well. */
  public Delivery takenAlsoBy(Set<String> places) {
    Set<String> all = new TreeSet<>(taken);
    all.addAll(places);
    return new Delivery(notificationId, channel, state, fence, all);
  }

  /** As it is when it is not in hand any more. */
  public Delivery putBack() {
    return new Delivery(notificationId, channel, State.PLANNED, fence, taken);
  }

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
