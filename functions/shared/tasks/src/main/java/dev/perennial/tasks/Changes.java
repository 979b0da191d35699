package dev.perennial.tasks;

import dev.perennial.events.Change;
import dev.perennial.events.TaskSnapshot;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which fields of a task differ, by the names they have in events and in the API. */
final class Changes {

  /**
   * What follows from what people write, and from their acts. Versions and times of change are left
   * out: they always differ.
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

  private Changes() {}

  /** What a new task was made with. */
  static Map<String, Change> fromNothing(Task created) {
    Map<String, Change> changes = new LinkedHashMap<>();
    for (Field field : Field.values()) {
      put(field.label(), null, field.of(created.draft()), changes);
    }
    return changes;
  }

  static Map<String, Change> between(Task before, Task after) {
    Map<String, Change> changes = new LinkedHashMap<>();
    for (Field field : Field.values()) {
      put(field.label(), field.of(before.draft()), field.of(after.draft()), changes);
    }
    TaskSnapshot from = before.snapshot();
    TaskSnapshot to = after.snapshot();
    DERIVED.forEach((name, field) -> put(name, field.apply(from), field.apply(to), changes));
    return changes;
  }

  /** What was wanted of these fields and did not come to be, since later writes stand. */
  static Map<String, Change> lost(Collection<Field> fields, Draft wanted, Draft standing) {
    Map<String, Change> lost = new LinkedHashMap<>();
    for (Field field : fields) {
      Object stands = field.of(standing);
      if (!Objects.equals(stands, field.of(wanted))) {
        lost.put(field.label(), new Change(stands, stands, field.of(wanted)));
      }
    }
    return lost;
  }

  static void put(
      String name, @Nullable Object from, @Nullable Object to, Map<String, Change> changes) {
    if (!Objects.equals(from, to)) {
      changes.put(name, new Change(from, to));
    }
  }
}
