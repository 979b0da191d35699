package dev.perennial.runtime.ledger;

/** What a function answers to a delivery. */
public sealed interface Answer {

  /** Done now, done before, or nothing to do: the broker forgets the event. */
  record Done() implements Answer {}

  /** Another delivery of it is running: the broker comes back. */
  record Running() implements Answer {}

  /**
   * It can never work, or failed for the last time: parked here, and the broker dead-letters it.
   */
  record Parked(String reason) implements Answer {}

  /**
   * Postgres or what else the event needs cannot be reached, or this instance is stopping: the
   * broker's own retry holds the event.
   */
  record Unavailable(String reason) implements Answer {}
}
