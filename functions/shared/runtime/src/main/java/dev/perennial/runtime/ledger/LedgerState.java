package dev.perennial.runtime.ledger;

/** What the ledger says about an event to the delivery that asks. */
enum LedgerState {
  /** No other delivery has processed the event: the asking delivery processes it. */
  ACQUIRED,

  /** Another delivery processes the event now, or waits for its next attempt. */
  IN_PROGRESS,

  /** The event took effect. */
  COMPLETED,

  /** The event failed for good and was left to the dead letters. */
  PARKED
}
