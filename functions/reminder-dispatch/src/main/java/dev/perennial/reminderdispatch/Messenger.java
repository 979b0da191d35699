package dev.perennial.reminderdispatch;

import dev.perennial.events.Notification;
import dev.perennial.reminders.delivery.Delivery;
import dev.perennial.reminders.delivery.Message;
import dev.perennial.reminders.delivery.Recipient;
import dev.perennial.reminders.delivery.Result;
import java.util.Optional;

/** A way to a person. */
public interface Messenger {

  /** Whether it is configured. */
  boolean isOn();

  /** Why this person cannot be told such things this way; empty if they can. */
  Optional<String> closedTo(Recipient to, Notification.Kind kind);

  /**
   * Hands the message over, and says what came of it: no fault of the other side's is thrown.
   *
   * @param claimed knows where the message has arrived already
   * @param deadline when it has come, nothing is on its way any more
   */
  Result send(Message message, Delivery claimed, Deadline deadline);
}
