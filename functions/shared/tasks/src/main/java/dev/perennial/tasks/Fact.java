package dev.perennial.tasks;

import dev.perennial.events.EventType;
import dev.perennial.events.TaskEvent;
import dev.perennial.events.TaskEvent.Change;
import java.util.List;
import java.util.Map;

/** Something that happened to a task, to be published with the commit that makes it true. */
public record Fact(EventType type, String actor, String owner, TaskEvent event) {

  static Fact of(EventType type, Task task, Map<String, Change> changes, Act act) {
    TaskEvent event = new TaskEvent(task.snapshot(), changes, List.of(task.owner()), act.client());
    return new Fact(type, act.actor(), task.owner(), event);
  }
}
