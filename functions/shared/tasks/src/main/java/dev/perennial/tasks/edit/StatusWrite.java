package dev.perennial.tasks.edit;

import static dev.perennial.events.EventType.TASK_UPDATED;

import dev.perennial.events.Change;
import dev.perennial.events.TaskSnapshot.Status;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.task.Field;
import dev.perennial.tasks.task.Task;
import dev.perennial.tasks.task.TaskBuilder;
import dev.perennial.tasks.task.TaskDomainEvent;
import dev.perennial.tasks.task.TaskResult;
import java.util.Map;
import java.util.Set;

/** Decides whether a command may write the status, or a later write has already replaced it. */
final class StatusWrite {

  static final Set<Field> FIELDS = Set.of(Field.STATUS);

  private StatusWrite() {}

  static boolean isOverruled(Task task, Command command) {
    return !task.timestamps().laterThan(command.happenedAt(), FIELDS).isEmpty();
  }

  /** The status stays; the event reports the wanted one as lost. */
  static TaskResult overruled(Task task, Status wanted, Command command) {
    Task after = new TaskBuilder(task).touchedBy(command).build();
    Change lost = new Change(task.status(), task.status(), wanted);
    return TaskResult.of(
        after,
        TaskDomainEvent.of(TASK_UPDATED, after, Map.of(Field.STATUS.label(), lost), command));
  }
}
