package dev.perennial.reminders.store;

import dev.perennial.events.Notification;
import dev.perennial.reminders.delivery.Delivery;
import dev.perennial.reminders.delivery.Recipient;
import dev.perennial.reminders.delivery.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The account of what was told by which channel. Each call is a transaction of its own, and where
 * something is settled its event goes out with it.
 */
public interface DeliveryStore {

  /**
   * What is to be done about a notification, after planning its channels; empty if there is none.
   */
  Optional<Account> account(Notification told, Instant now);

  /** Whether the person has erased themself, and what was to be told with them. */
  boolean isGone(String userId);

  /** What there is to tell at this moment, after looking at the tasks again. */
  Verdict compose(Notification told, Recipient to);

  /**
   * Composes, and if there is something to tell takes the delivery in hand as {@link #claim} does:
   * what was in hand is taken over in any case. Empty if it is not to be had.
   */
  Optional<Taken> take(
      Notification told, Recipient to, Delivery delivery, Instant now, Instant until);

  /**
   * Takes the delivery in hand until then; empty if it is settled or in somebody else's hand. Takes
   * it over from whoever had it for longer than they said.
   */
  Optional<Delivery> claim(Delivery delivery, Instant now, Instant until);

  /**
   * Puts what could not be sent now back as planned, with the places that have it, unless somebody
   * took it over.
   */
  void putBack(Delivery claimed, String reason);

  /**
   * Puts back what was refused for now, and counts that.
   *
   * @return the delivery as it is now if this was asking too much of the patience
   */
  Optional<Delivery> defer(Delivery claimed, String reason, Patience patience, Instant now);

  /**
   * Settles a delivery for good, unless it is not any more as it was then; says so to the world if
   * it was sent or has failed.
   *
   * @param told as it was when it was sent, late or in time
   */
  void settle(Notification told, Delivery delivery, Outcome outcome, Instant now);

  /** Settles all that is open as expired, and says so once; what some place has, as sent. */
  void expire(Notification told, String reason, Instant now);

  /**
   * Settles all that is open as failed, each by the reason it was last put back for, or this one;
   * what some place has, as sent.
   */
  void fail(Notification told, String reason, Instant now);

  /** The tokens of this person's devices, the newest first. */
  List<String> devices(String userId);

  /** Removes a device that cannot be reached any more. */
  void forgetDevice(String token);

  /**
   * How it stands with a notification.
   *
   * @param deliveries one for each channel that it was ever planned for
   */
  record Account(Recipient to, List<Delivery> deliveries) {

    public List<Delivery> open() {
      return deliveries.stream().filter(delivery -> delivery.state().isOpen()).toList();
    }
  }

  /** A delivery, in hand if the verdict is to tell, and what to do about it. */
  record Taken(Delivery delivery, Verdict verdict) {}

  /**
   * How a delivery ended.
   *
   * @param state SENT, FAILED or SUPPRESSED
   * @param reason null if it was sent
   */
  record Outcome(Delivery.State state, @Nullable String reason) {}

  /**
   * What may be refused for now.
   *
   * @param often that many times
   * @param time for so long since the first time: both have to be over
   */
  record Patience(int often, Duration time) {}
}
