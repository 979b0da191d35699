package dev.perennial.tasks.edit;

import static dev.perennial.events.EventType.TASK_RESTORED;

import dev.perennial.events.TaskEvent.DeletionReason;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.RefusedCommand;
import dev.perennial.tasks.task.Deletion;
import dev.perennial.tasks.task.Task;
import dev.perennial.tasks.task.TaskBuilder;
import dev.perennial.tasks.task.TaskChanges;
import dev.perennial.tasks.task.TaskDomainEvent;
import dev.perennial.tasks.task.TaskResult;
import java.time.Duration;
import java.util.Set;

/** Restores a deleted task. */
public final class RestoreTask {

  /** How long after its deletion a task can be restored. */
  public static final Duration PERIOD = Duration.ofDays(30);

  private RestoreTask() {}

  /**
   * Restores the task as it was deleted, and no other task with it; a task that is not deleted
   * stays as it is. An occurrence that was deleted alone while it was open is skipped, because the
   * series has continued after it.
   *
   * @param members of the list; an assignee who is no longer a member is not restored
   * @throws RefusedCommand if the task was deleted more than {@link #PERIOD} ago, or was taken back
   *     when the occurrence before it was reopened
   */
  public static TaskResult restore(Task task, Set<String> members, Command command) {
    Deletion deletion = task.deletion();
    if (deletion == null) {
      return TaskResult.of(task);
    }
    if (deletion.reason() == DeletionReason.REOPENED) {
      throw new RefusedCommand(
          RefusedCommand.Reason.TAKEN_BACK,
          "the task was taken back when the occurrence before it was reopened; it is created again"
              + " when that one is completed");
    }
    if (deletion.at().plus(PERIOD).isBefore(command.at())) {
      throw new RefusedCommand(
          RefusedCommand.Reason.RESTORE_EXPIRED,
          "the task was deleted at %s; it could be restored for %d days"
              .formatted(deletion.at(), PERIOD.toDays()));
    }
    Task after =
        new TaskBuilder(task)
            .touchedBy(command)
            .content(task.content().assignedWithin(members))
            .restored()
            .build();
    return TaskResult.of(
        after, TaskDomainEvent.of(TASK_RESTORED, after, TaskChanges.between(task, after), command));
  }
}
