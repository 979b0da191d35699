package dev.perennial.runtime.ledger;

/** How the processing of one delivery ended; decides the status that the broker gets. */
public sealed interface DeliveryOutcome {

  /** The event took effect now, or needs none: the broker acknowledges it. */
  record Done() implements DeliveryOutcome {}

  /** The event took effect before, or its owner has erased it: the broker acknowledges it. */
  record Duplicate() implements DeliveryOutcome {}

  /** Another delivery of the event is being processed: the broker retries. */
  record InProgress() implements DeliveryOutcome {}

  /** The event can never be processed, or failed for the last time: the broker dead-letters it. */
  record Parked(String reason) implements DeliveryOutcome {}

  /**
   * Postgres or another thing that the event needs cannot be reached, or this instance is stopping:
   * the broker retries.
   */
  record Unavailable(String reason) implements DeliveryOutcome {}
}
