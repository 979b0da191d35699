package dev.perennial.e2e.bench;

import dev.perennial.e2e.Pause;
import dev.perennial.e2e.RunningSystem;

/**
 * Waits until no event is being handled, so that the effects of one measurement do not slow down
 * the next one.
 */
record Quiescence(RunningSystem system) {

  private static final int POLLS = 5;
  private static final int POLL_MILLIS = 200;

  void await() {
    var last = "";
    for (int same = 0; same < POLLS; Pause.millis(POLL_MILLIS)) {
      var events = system.status().path("events").toString();
      same = events.equals(last) ? same + 1 : 0;
      last = events;
    }
  }
}
