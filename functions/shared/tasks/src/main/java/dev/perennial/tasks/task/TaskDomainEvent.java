package dev.perennial.tasks.task;

import dev.perennial.events.Change;
import dev.perennial.events.EventType;
import dev.perennial.events.TaskEvent;
import dev.perennial.events.TaskEvent.DeletionReason;
import dev.perennial.tasks.Command;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A domain event of a task, published by the transaction that stores it.
 *
 * @param reason why the task was deleted; null for every other type
 */
public record TaskDomainEvent(
    EventType type,
    Task task,
    Map<String, Change> changes,
    @Nullable DeletionReason reason,
    Command command) {

  public static TaskDomainEvent of(
      EventType type, Task task, Map<String, Change> changes, Command command) {
    return new TaskDomainEvent(type, task, changes, null, command);
  }

  public static TaskDomainEvent deleted(Task task, DeletionReason reason, Command command) {
    return new TaskDomainEvent(EventType.TASK_DELETED, task, Map.of(), reason, command);
  }

  /**
   * The payload of the published event.
   *
   * @param audience the users who may see the task
   */
  public TaskEvent payload(Collection<String> audience) {
    return new TaskEvent(task.snapshot(), changes, List.copyOf(audience), command.client(), reason);
  }
}
