package dev.perennial.tasks;

import dev.perennial.events.TaskEvent.Change;
import dev.perennial.events.TaskSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which fields of a task differ, by the names they have in events and in the API. */
final class Changes {

  static final String DUE = "due";

  /** What people write. */
  private static final Map<String, Function<TaskSnapshot, ?>> WRITTEN = new LinkedHashMap<>();

  /**
   * What follows from it, and from their acts. Versions and times of change are left out: they
   * always differ.
   */
  private static final Map<String, Function<TaskSnapshot, ?>> DERIVED = new LinkedHashMap<>();

  static {
    WRITTEN.put("listId", TaskSnapshot::listId);
    WRITTEN.put("title", TaskSnapshot::title);
    WRITTEN.put("description", TaskSnapshot::description);
    WRITTEN.put("priority", TaskSnapshot::priority);
    WRITTEN.put("tags", TaskSnapshot::tags);
    WRITTEN.put(DUE, TaskSnapshot::due);
    WRITTEN.put("recurrence", TaskSnapshot::recurrence);
    DERIVED.put("status", TaskSnapshot::status);
    DERIVED.put("completedAt", TaskSnapshot::completedAt);
    DERIVED.put("seriesId", TaskSnapshot::seriesId);
    DERIVED.put("occurrence", TaskSnapshot::occurrence);
  }

  private Changes() {}

  /** What a new task was made with. */
  static Map<String, Change> fromNothing(Task created) {
    TaskSnapshot to = created.snapshot();
    Map<String, Change> changes = new LinkedHashMap<>();
    WRITTEN.forEach((name, field) -> put(name, null, field.apply(to), changes));
    return changes;
  }

  static Map<String, Change> between(Task before, Task after) {
    TaskSnapshot from = before.snapshot();
    TaskSnapshot to = after.snapshot();
    Map<String, Change> changes = new LinkedHashMap<>();
    WRITTEN.forEach((name, field) -> put(name, field.apply(from), field.apply(to), changes));
    DERIVED.forEach((name, field) -> put(name, field.apply(from), field.apply(to), changes));
    return changes;
  }

  private static void put(
      String name, @Nullable Object from, @Nullable Object to, Map<String, Change> changes) {
    if (!Objects.equals(from, to)) {
      changes.put(name, new Change(from, to));
    }
  }
}
