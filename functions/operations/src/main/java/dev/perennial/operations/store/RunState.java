package dev.perennial.operations.store;

/** Whether a redrive or a replay sends events. */
public enum RunState {
  RUNNING,

  /** Sends nothing until it is resumed. */
  PAUSED,

  /** Sends nothing any more; letters that were sent before still get their outcome. */
  CANCELLED,

  /** A redrive: the outcome of every letter is known. A replay: everything was read. */
  FINISHED;

  public boolean isFinal() {
    return this == CANCELLED || this == FINISHED;
  }
}
