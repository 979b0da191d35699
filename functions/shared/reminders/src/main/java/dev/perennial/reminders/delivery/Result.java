package dev.perennial.reminders.delivery;

import java.util.Set;

/** What came of handing a message to a channel; a reason names no person. */
public sealed interface Result {

  /** The other side took it. */
  record Sent() implements Result {}

  /** There was nobody to hand it to. */
  record Suppressed(String reason) implements Result {}

  /** It can never be handed over, and the other side was not asked. */
  record Impossible(String reason) implements Result {}

  /** It was refused for good. */
  record Refused(String reason) implements Result {}

  /** It was refused for now: this message, not the channel. */
  record Deferred(String reason) implements Result {}

  /** The other side was not asked, for there was no turn to be had in time. */
  record Crowded(String reason) implements Result {}

  /** The channel is away, for whatever message. */
  record Away(String reason) implements Result {}

  /**
   * Some of the places it goes to took it.
   *
   * @param places that are not to have it again
   * @param rest what came of the others: Deferred or Away
   */
  record Partly(Set<String> places, Result rest) implements Result {}
}
