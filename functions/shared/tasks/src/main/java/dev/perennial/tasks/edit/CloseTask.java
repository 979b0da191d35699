package dev.perennial.tasks.edit;

import static dev.perennial.events.EventType.TASK_COMPLETED;
import static dev.perennial.events.EventType.TASK_SKIPPED;

import dev.perennial.events.EventType;
import dev.perennial.events.TaskSnapshot.Status;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.RefusedCommand;
import dev.perennial.tasks.task.Closing;
import dev.perennial.tasks.task.Task;
import dev.perennial.tasks.task.TaskBuilder;
import dev.perennial.tasks.task.TaskChanges;
import dev.perennial.tasks.task.TaskDomainEvent;
import dev.perennial.tasks.task.TaskResult;
import java.time.ZoneId;

/** Completes or skips a task. Idempotent: closing a closed task changes nothing. */
public final class CloseTask {

  private CloseTask() {}

  /**
   * @param zone of the user
   */
  public static TaskResult complete(Task task, ZoneId zone, Command command) {
    return close(task, Closing.Kind.COMPLETED, TASK_COMPLETED, zone, command);
  }

  /**
   * Closes this occurrence as not done; its series continues.
   *
   * @param zone of the user
   * @throws RefusedCommand if the task does not recur, or is completed
   */
  public static TaskResult skip(Task task, ZoneId zone, Command command) {
    if (task.occurrence() == null) {
      throw new RefusedCommand(
          RefusedCommand.Reason.NOT_RECURRING,
          "only an occurrence of a recurring task can be skipped; complete or delete this task");
    }
    if (task.status() == Status.COMPLETED) {
      throw new RefusedCommand(
          RefusedCommand.Reason.TASK_COMPLETED,
          "a completed occurrence cannot be skipped; reopen it first");
    }
    return close(task, Closing.Kind.SKIPPED, TASK_SKIPPED, zone, command);
  }

  private static TaskResult close(
      Task before, Closing.Kind kind, EventType type, ZoneId zone, Command command) {
    if (!before.isOpen()) {
      return TaskResult.of(before);
    }
    Task after =
        new TaskBuilder(before)
            .touchedBy(command)
            .closing(new Closing(kind, command.happenedAt(), zone))
            .written(StatusWrite.FIELDS, command)
            .build();
    return StatusWrite.isOverruled(before, command)
        ? StatusWrite.overruled(before, after.status(), command)
        : TaskResult.of(
            after, TaskDomainEvent.of(type, after, TaskChanges.between(before, after), command));
  }
}
