package dev.perennial.tasks.edit;

import dev.perennial.events.Change;
import dev.perennial.events.EventType;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.tasks.Changes;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.task.Closing;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.FieldTimestamps;
import dev.perennial.tasks.task.Origin;
import dev.perennial.tasks.task.Task;
import dev.perennial.tasks.task.TaskChanges;
import dev.perennial.tasks.task.TaskDomainEvent;
import dev.perennial.tasks.task.TaskResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task to be imported with its history. No next occurrence is created for a closed one: if it had
 * one, that is imported by itself.
 *
 * @param carried the content for the next occurrence; null if it gets this one's
 * @param occurrence null for a task that does not recur
 * @param closing null for an open task
 * @param previous the occurrence whose closing created this one; null if there is none
 */
public record ImportedTask(
    Content content,
    @Nullable Content carried,
    @Nullable Occurrence occurrence,
    @Nullable Closing closing,
    @Nullable UUID previous,
    Instant createdAt) {

  /** Creates the task with this id, as one of the actor. */
  public TaskResult create(UUID id, Command command) {
    Task task =
        new Task(
            id,
            command.actor(),
            new Origin(command.actor(), previous, createdAt),
            content,
            carried,
            occurrence,
            closing,
            FieldTimestamps.NONE,
            true,
            1,
            command.at(),
            null);
    TaskDomainEvent created =
        TaskDomainEvent.of(EventType.TASK_CREATED, task, changes(task), command);
    // Without the schedule event no reminder is planned for a closed task.
    return TaskResult.of(task, task.isOpen() ? ScheduleEvents.with(created) : List.of(created));
  }

  private static Map<String, Change> changes(Task task) {
    Map<String, Change> changes = TaskChanges.ofCreated(task);
    if (!task.isOpen()) {
      TaskSnapshot closed = task.snapshot();
      Changes.put("status", null, closed.status(), changes);
      Changes.put("completedAt", null, closed.completedAt(), changes);
      Changes.put("skippedAt", null, closed.skippedAt(), changes);
    }
    return changes;
  }

  /** A copy without assignees. */
  public ImportedTask unassigned() {
    return new ImportedTask(
        content.unassigned(),
        carried == null ? null : carried.unassigned(),
        occurrence,
        closing,
        previous,
        createdAt);
  }

  /** A copy without its previous occurrence. */
  public ImportedTask withoutPrevious() {
    return new ImportedTask(content, carried, occurrence, closing, null, createdAt);
  }
}
