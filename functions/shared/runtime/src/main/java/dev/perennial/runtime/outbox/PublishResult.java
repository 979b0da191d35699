package dev.perennial.runtime.outbox;

/** The result of sending an event to a topic. */
public sealed interface PublishResult {

  /** All in-sync replicas of the topic have the event. */
  record Acknowledged() implements PublishResult {}

  /**
   * The event can never be published, however often it is sent. It is too large, cannot be
   * serialized, or its topic has an invalid name.
   */
  record Refused(String reason) implements PublishResult {}

  /** This event was not accepted now. Other events may still be accepted. */
  record Failed(String reason) implements PublishResult {}

  /** The topic cannot be reached or written now. Other events of the topic would fail as well. */
  record Unavailable(String reason) implements PublishResult {}
}
