package dev.perennial.reminders.delivery;

/** Whether a notification still has content at the time of sending. */
public sealed interface Verdict {

  /** The message is to be sent. */
  record Send(Message message) implements Verdict {}

  /**
   * Nothing is to be sent.
   *
   * @param reason names no person
   */
  record Drop(String reason) implements Verdict {}
}
