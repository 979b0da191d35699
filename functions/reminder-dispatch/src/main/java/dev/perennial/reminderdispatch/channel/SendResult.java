package dev.perennial.reminderdispatch.channel;

import java.util.Set;

/** The result of sending a message by a channel. A reason names no person. */
public sealed interface SendResult {

  /** The other side accepted the message. */
  record Sent() implements SendResult {}

  /** There is no destination; the other side was not contacted. */
  record Suppressed(String reason) implements SendResult {}

  /** The message can never be sent; the other side was not contacted. */
  record Undeliverable(String reason) implements SendResult {}

  /** The other side rejected the message permanently. */
  record Rejected(String reason) implements SendResult {}

  /** The other side rejected this message for now; other messages may succeed. */
  record Deferred(String reason) implements SendResult {}

  /** No connection was free in time; the other side was not contacted. */
  record NoCapacity(String reason) implements SendResult {}

  /** The channel is unavailable, for every message. */
  record Unavailable(String reason) implements SendResult {}

  /**
   * Some of several destinations have the message.
   *
   * @param deliveredTo the destinations that must not get it again
   * @param rest the result for the others: Deferred or Unavailable
   */
  record Partial(Set<String> deliveredTo, SendResult rest) implements SendResult {}
}
