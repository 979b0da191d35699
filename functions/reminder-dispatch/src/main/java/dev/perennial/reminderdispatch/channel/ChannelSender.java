package dev.perennial.reminderdispatch.channel;

import dev.perennial.events.Notification;
import dev.perennial.reminders.delivery.Delivery;
import dev.perennial.reminders.delivery.Message;
import dev.perennial.reminders.delivery.Recipient;
import java.util.Optional;

/** Sends messages by one channel. */
public interface ChannelSender {

  /** Whether the channel is configured. */
  boolean isConfigured();

  /** Why this person cannot receive this kind by this channel; empty if they can. */
  Optional<String> unavailableTo(Recipient to, Notification.Kind kind);

  /**
   * Sends the message. ExceptionMapping of the other side are results, not exceptions.
   *
   * @param claimed holds the destinations that already have the message
   * @param deadline after which nothing is sent any longer
   */
  SendResult send(Message message, Delivery claimed, Deadline deadline);
}
