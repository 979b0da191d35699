package dev.perennial.tasks.task;

import dev.perennial.events.Change;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.tasks.Changes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which fields of a task differ, by the names they have in events and in the API. */
public final class TaskChanges {

  /**
   * Fields that no client writes directly. Versions and times of change are left out: they always
   * differ.
   */
  private static final Map<String, Function<TaskSnapshot, @Nullable Object>> DERIVED =
      new LinkedHashMap<>();

  static {
    DERIVED.put(Field.STATUS.label(), TaskSnapshot::status);
    DERIVED.put("completedAt", TaskSnapshot::completedAt);
    DERIVED.put("skippedAt", TaskSnapshot::skippedAt);
    DERIVED.put("seriesId", TaskSnapshot::seriesId);
    DERIVED.put("occurrence", TaskSnapshot::occurrence);
    DERIVED.put("occurrenceNumber", TaskSnapshot::occurrenceNumber);
  }

  private TaskChanges() {}

  /** The written fields of a new task, each changed from null. */
  public static Map<String, Change> ofCreated(Task created) {
    Map<String, Change> changes = new LinkedHashMap<>();
    for (Field field : Field.values()) {
      Changes.put(field.label(), null, field.of(created.draft()), changes);
    }
    return changes;
  }

  public static Map<String, Change> between(Task before, Task after) {
    Map<String, Change> changes = new LinkedHashMap<>();
    for (Field field : Field.values()) {
      Changes.put(field.label(), field.of(before.draft()), field.of(after.draft()), changes);
    }
    TaskSnapshot from = before.snapshot();
    TaskSnapshot to = after.snapshot();
    DERIVED.forEach(
        (name, field) -> Changes.put(name, field.apply(from), field.apply(to), changes));
    return changes;
  }

  /** The wanted values that a later write of the same field has overruled. */
  public static Map<String, Change> lost(Collection<Field> fields, Draft wanted, Draft current) {
    Map<String, Change> lost = new LinkedHashMap<>();
    for (Field field : fields) {
      Object value = field.of(current);
      if (!Objects.equals(value, field.of(wanted))) {
        lost.put(field.label(), new Change(value, value, field.of(wanted)));
      }
    }
    return lost;
  }
}
