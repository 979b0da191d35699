package dev.perennial.tasks.edit;

import dev.perennial.events.Change;
import dev.perennial.events.EventType;
import dev.perennial.tasks.task.Field;
import dev.perennial.tasks.task.TaskDomainEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds {@code task.scheduled} to an event whose changes affect when reminders fire. */
final class ScheduleEvents {

  private static final List<Field> FIELDS = List.of(Field.DUE, Field.REMINDERS);

  private ScheduleEvents() {}

  /** The event, followed by {@code task.scheduled} if the due date or the reminders changed. */
  static List<TaskDomainEvent> with(TaskDomainEvent event) {
    Map<String, Change> changes = new LinkedHashMap<>();
    for (Field field : FIELDS) {
      Change change = event.changes().get(field.label());
      if (change != null && change.lost() == null) {
        changes.put(field.label(), change);
      }
    }
    return changes.isEmpty()
        ? List.of(event)
        : List.of(
            event,
            TaskDomainEvent.of(EventType.TASK_SCHEDULED, event.task(), changes, event.command()));
  }
}
