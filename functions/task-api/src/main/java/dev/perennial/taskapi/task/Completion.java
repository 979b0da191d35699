package dev.perennial.taskapi.task;

import dev.perennial.events.Due;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.store.TaskStore.ChangeWithNext;
import dev.perennial.tasks.task.Task;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The response to completing or skipping a task.
 *
 * @param next the next occurrence; it may not exist yet, but will be created with this id. Null if
 *     none follows
 */
record Completion(TaskSnapshot task, @Nullable Next next) {

  record Next(UUID id, @Nullable String occurrence, @Nullable Due due) {

    private static Next of(Occurrence next) {
      return new Next(next.taskId(), String.valueOf(next.key()), next.due());
    }

    private static Next of(TaskSnapshot existing) {
      return new Next(existing.id(), existing.occurrence(), existing.due());
    }
  }

  static Completion of(ChangeWithNext change) {
    Task task = change.result().task();
    Task existing = change.next();
    Next next = null;
    if (existing == null) {
      next = task.nextOccurrence().map(Next::of).orElse(null);
    } else if (existing.deletion() == null) {
      next = Next.of(existing.snapshot());
    }
    return new Completion(task.snapshot(), next);
  }
}
