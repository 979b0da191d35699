package dev.perennial.runtime.outbox;

/** What became of an event that was sent to a topic. */
public sealed interface PublishResult {

  /** All replicas of the topic hold the event. */
  record Acknowledged() implements PublishResult {}

  /**
   * The event can never be published, however often it is sent: it is too large, cannot be written,
   * or its topic's name is not allowed.
   */
  record Refused(String reason) implements PublishResult {}

  /** This event was not taken now; that says nothing about others. */
  record Failed(String reason) implements PublishResult {}

  /** The topic cannot be reached or written now: other events of the topic would fail as well. */
  record Unavailable(String reason) implements PublishResult {}
}
