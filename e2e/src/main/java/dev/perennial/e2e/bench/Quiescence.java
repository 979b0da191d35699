package dev.perennial.e2e.bench;

import dev.perennial.e2e.Pause;
import dev.perennial.e2e.RunningSystem;

/**
 * Waits until no event is under way: on a machine of two cores whatever follows from one
 * measurement would be measured in the next.
 */
record Quiet(RunningSystem system) {

  private static final int LOOKS = 5;
  private static final int LOOK_MILLIS = 200;

  void await() {
    var last = "";
    for (int same = 0; same < LOOKS; Pause.millis(LOOK_MILLIS)) {
      var events = system.status().path("events").toString();
      same = events.equals(last) ? same + 1 : 0;
      last = events;
    }
  }
}
