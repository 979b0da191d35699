package dev.perennial.taskapi;

import dev.perennial.events.Due;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.tasks.Occurrence;
import dev.perennial.tasks.Task;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a completion.
 *
 * @param next the occurrence that follows, made in a moment by the same rule; null if none does
 */
record Completion(TaskSnapshot task, @Nullable Next next) {

  record Next(UUID id, String occurrence, Due due) {

    static Next of(Occurrence occurrence) {
      return new Next(
          occurrence.taskId(),
          String.valueOf(occurrence.key()),
          Objects.requireNonNull(occurrence.due()));
    }
  }

  static Completion of(Task task) {
    return new Completion(task.snapshot(), task.nextOccurrence().map(Next::of).orElse(null));
  }
}
