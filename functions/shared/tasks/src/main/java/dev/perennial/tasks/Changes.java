package dev.perennial.tasks;

import dev.perennial.events.TaskEvent.Change;
import dev.perennial.events.TaskSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Which fields of a task differ, by the names they have in events and in the API. */
final class Changes {

  static final String DUE = "due";

  // Versions and times of change are left out: they differ after every act.
  private static final Map<String, Function<TaskSnapshot, ?>> FIELDS = new LinkedHashMap<>();

  static {
    FIELDS.put("listId", TaskSnapshot::listId);
    FIELDS.put("title", TaskSnapshot::title);
    FIELDS.put("description", TaskSnapshot::description);
    FIELDS.put("priority", TaskSnapshot::priority);
    FIELDS.put("tags", TaskSnapshot::tags);
    FIELDS.put(DUE, TaskSnapshot::due);
    FIELDS.put("status", TaskSnapshot::status);
    FIELDS.put("completedAt", TaskSnapshot::completedAt);
    FIELDS.put("recurrence", TaskSnapshot::recurrence);
    FIELDS.put("seriesId", TaskSnapshot::seriesId);
    FIELDS.put("occurrence", TaskSnapshot::occurrence);
  }

  private Changes() {}

  static Map<String, Change> between(Task before, Task after) {
    TaskSnapshot from = before.snapshot();
    TaskSnapshot to = after.snapshot();
    Map<String, Change> changes = new LinkedHashMap<>();
    FIELDS.forEach(
        (name, field) -> {
          if (!Objects.equals(field.apply(from), field.apply(to))) {
            changes.put(name, new Change(field.apply(from), field.apply(to)));
          }
        });
    return changes;
  }
}
