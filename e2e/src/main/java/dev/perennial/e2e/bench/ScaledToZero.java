package dev.perennial.e2e.bench;

import dev.perennial.e2e.Pause;
import dev.perennial.e2e.RunningSystem;
import java.util.stream.StreamSupport;

/** Waits until no function has a running instance. */
record ScaledToZero(RunningSystem system) {

  void await() {
    while (StreamSupport.stream(system.status().path("functions").spliterator(), false)
        .anyMatch(function -> !function.path("state").asString().equals("stopped"))) {
      Pause.millis(100);
    }
  }
}
