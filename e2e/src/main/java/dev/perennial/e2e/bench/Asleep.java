package dev.perennial.e2e.bench;

import dev.perennial.e2e.Pause;
import dev.perennial.e2e.RunningSystem;
import java.util.stream.StreamSupport;

/** Waits until all functions are asleep. */
record Asleep(RunningSystem system) {

  void await() {
    while (StreamSupport.stream(system.status().path("functions").spliterator(), false)
        .anyMatch(function -> !function.path("state").asString().equals("asleep"))) {
      Pause.millis(100);
    }
  }
}
