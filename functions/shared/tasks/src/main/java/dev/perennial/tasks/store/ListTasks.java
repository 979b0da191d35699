package dev.perennial.tasks.store;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.edit.DeleteTask;
import dev.perennial.tasks.edit.UnassignTask;
import dev.perennial.tasks.list.TaskList;
import dev.perennial.tasks.task.Task;
import dev.perennial.tasks.task.TaskResult;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Changes all tasks of a list together with the list, within an open transaction. Works in batches,
 * so memory does not grow with the number of tasks.
 */
final class ListTasks {

  /** Small enough for the memory, with the events of the tasks and the longest texts. */
  private static final int BATCH = 100;

  private final TaskRows tasks;
  private final TaskEventPublisher events;

  ListTasks(Database database, Outbox outbox) {
    this.tasks = database.repository(TaskRows.class);
    this.events = new TaskEventPublisher(outbox);
  }

  /**
   * Deletes all tasks of the list, also those that are created concurrently: a transaction that
   * creates one holds the lock of a task of the list, so this method waits for it and then finds
   * the new task.
   */
  void delete(TaskList list, Command command) {
    changeAll(
        list,
        () -> tasks.lockOfList(list.id(), BATCH),
        task -> DeleteTask.deleteWithList(task, command));
  }

  void unassign(String user, TaskList list, Command command) {
    changeAll(
        list,
        () -> tasks.lockOfAssignee(list.id(), user, BATCH),
        task -> UnassignTask.unassign(task, command));
  }

  /** A changed task must no longer match the query of the batch. */
  private void changeAll(
      TaskList list, Supplier<List<TaskRow>> batch, Function<Task, TaskResult> change) {
    for (List<TaskRow> found = batch.get(); !found.isEmpty(); found = batch.get()) {
      List<TaskResult> changed = found.stream().map(TaskRow::task).map(change).toList();
      tasks.updateAll(changed.stream().map(result -> TaskRow.of(result.task())).toList());
      events.publishAll(changed, list.owner(), list.users());
    }
  }
}
