package dev.perennial.tasks.store;

import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.tasks.Act;
import dev.perennial.tasks.Outcome;
import dev.perennial.tasks.Task;
import dev.perennial.tasks.TaskList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What happens to the tasks of a list with the list, within an open transaction: a batch at a time,
 * however many there are.
 */
final class ListTasks {

  /** So few that all of them fit into memory, with their events, also when their texts are long. */
  private static final int BATCH = 100;

  private final TaskRows tasks;
  private final TaskFacts facts;

  ListTasks(Database database, Outbox outbox) {
    this.tasks = database.repository(TaskRows.class);
    this.facts = new TaskFacts(outbox);
  }

  /**
   * Also those that are made while this goes on: whoever makes one holds one that is still here.
   */
  void delete(TaskList list, Act act) {
    changeAll(list, () -> tasks.lockOfList(list.id(), BATCH), task -> task.deleteWithList(act));
  }

  void unassign(String user, TaskList list, Act act) {
    changeAll(list, () -> tasks.lockOfAssignee(list.id(), user, BATCH), task -> task.unassign(act));
  }

  /** What is changed must not be found again. */
  private void changeAll(
      TaskList list, Supplier<List<TaskRow>> batch, Function<Task, Outcome> change) {
    for (List<TaskRow> found = batch.get(); !found.isEmpty(); found = batch.get()) {
      List<Outcome> changed = found.stream().map(TaskRow::task).map(change).toList();
      tasks.updateAll(changed.stream().map(outcome -> TaskRow.of(outcome.task())).toList());
      facts.publishAll(changed, list.owner(), list.users());
    }
  }
}
