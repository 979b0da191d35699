package dev.perennial.e2e.bench;

import dev.perennial.e2e.Pause;
import dev.perennial.e2e.RunningSystem;

/**
 * Waits until no event is being handled, so that the effects of one measurement do not slow down
 * the next one.
 */
record Quiescence(RunningSystem system) {

  private static final int POLLS = 10;
  private static final int POLL_MILLIS = 100;

  /** Returns {@link System#nanoTime} of the poll that saw the last change. */
  long await() {
    var last = "";
    long changed = System.nanoTime();
    for (int same = 0; same < POLLS; Pause.millis(POLL_MILLIS)) {
      var events = system.status().path("events").toString();
      if (events.equals(last)) {
        same++;
      } else {
        same = 0;
        changed = System.nanoTime();
      }
      last = events;
    }
    return changed;
  }
}
