package dev.perennial.operations.letter;

/** What has become of a dead letter. */
public enum LetterState {
  /** Nobody has dealt with it, or it failed again. */
  OPEN,

  /** It belongs to a redrive that has not ended with it. */
  REDRIVING,

  /** The function has processed the event. */
  RESOLVED,

  /** An operator has decided that it is not sent again, or its owner has erased themself. */
  DISCARDED
}
