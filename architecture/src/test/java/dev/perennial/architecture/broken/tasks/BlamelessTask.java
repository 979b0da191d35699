package dev.perennial.architecture.broken.tasks;

import java.time.Clock;
import java.time.LocalDate;

record BlamelessTask(Clock clock, String taskId) {

  LocalDate today() {
    return LocalDate.now(clock);
  }
}
