package dev.perennial.tasks;

import dev.perennial.events.Change;
import dev.perennial.events.EventType;
import dev.perennial.events.TaskEvent;
import dev.perennial.events.TaskEvent.DeletionReason;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a task, to be published with the commit that makes it true.
 *
 * @param reason why it was deleted; null for every other act
 */
public record Fact(
    EventType type,
    Task task,
    Map<String, Change> changes,
    @Nullable DeletionReason reason,
    Act act) {

  static Fact of(EventType type, Task task, Map<String, Change> changes, Act act) {
    return new Fact(type, task, changes, null, act);
  }

  static Fact deleted(Task task, DeletionReason reason, Act act) {
    return new Fact(EventType.TASK_DELETED, task, Map.of(), reason, act);
  }

  /**
   * The fact as it is published.
   *
   * @param audience the users who may see the task
   */
  public TaskEvent event(Collection<String> audience) {
    return new TaskEvent(task.snapshot(), changes, List.copyOf(audience), act.client(), reason);
  }
}
