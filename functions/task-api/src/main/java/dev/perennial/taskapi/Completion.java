package dev.perennial.taskapi;

import dev.perennial.events.Due;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.tasks.Occurrence;
import dev.perennial.tasks.Task;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a completion, or to a skip.
 *
 * @param next the occurrence that follows: there already, or made in a moment by the same rule;
 *     null if none does
 */
record Completion(TaskSnapshot task, @Nullable Next next) {

  record Next(UUID id, @Nullable String occurrence, @Nullable Due due) {

    private static Next of(Occurrence to) {
      return new Next(to.taskId(), String.valueOf(to.key()), to.due());
    }

    private static Next of(TaskSnapshot there) {
      return new Next(there.id(), there.occurrence(), there.due());
    }
  }

  /**
   * @param made the next one, deleted or not; null if it has not been made
   */
  static Completion of(Task task, @Nullable Task made) {
    Next next = null;
    if (made == null) {
      next = task.nextOccurrence().map(Next::of).orElse(null);
    } else if (made.deletion() == null) {
      next = Next.of(made.snapshot());
    }
    return new Completion(task.snapshot(), next);
  }
}
