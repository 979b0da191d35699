package dev.perennial.operations.store;

/** Whether a redrive sends letters. */
public enum RedriveState {
  RUNNING,

  /** Sends nothing until it is resumed. */
  PAUSED,

  /** Sends nothing any more; letters that were sent before still get their outcome. */
  CANCELLED,

  /** The outcome of every letter is known. */
  FINISHED;

  public boolean isFinal() {
    return this == CANCELLED || this == FINISHED;
  }
}
