package dev.perennial.tasks.edit;

import static dev.perennial.events.EventType.TASK_UPDATED;

import dev.perennial.tasks.Command;
import dev.perennial.tasks.task.Task;
import dev.perennial.tasks.task.TaskBuilder;
import dev.perennial.tasks.task.TaskChanges;
import dev.perennial.tasks.task.TaskDomainEvent;
import dev.perennial.tasks.task.TaskResult;

/**
 * Removes the assignee of a task when the assignee has left the task's list. Does not mark the task
 * as touched.
 */
public final class UnassignTask {

  private UnassignTask() {}

  public static TaskResult unassign(Task task, Command command) {
    Task after =
        new TaskBuilder(task)
            .touchedBy(command)
            .touched(task.touched())
            .content(task.content().unassigned())
            .build();
    return TaskResult.of(
        after, TaskDomainEvent.of(TASK_UPDATED, after, TaskChanges.between(task, after), command));
  }
}
