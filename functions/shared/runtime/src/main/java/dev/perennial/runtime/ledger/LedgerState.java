package dev.perennial.runtime.ledger;

/** The state of an event in the ledger, as the current delivery finds it. */
enum LedgerState {
  /** No other delivery has processed the event: the current one does. */
  ACQUIRED,

  /** Another delivery processes the event now, or waits for its next attempt. */
  IN_PROGRESS,

  /** The event took effect. */
  COMPLETED,

  /** The event failed for good and was sent to the dead letters. */
  PARKED,

  /** The event was parked, and deleted from the ledger when its owner erased themself. */
  ERASED
}
