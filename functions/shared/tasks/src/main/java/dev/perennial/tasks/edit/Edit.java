package dev.perennial.tasks.edit;

import dev.perennial.tasks.task.Draft;
import dev.perennial.tasks.task.Field;
import dev.perennial.tasks.task.Task;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An edit of a task.
 *
 * @param draft the task as it would be
 * @param fields that the request mentions; no other field changes
 * @param hasDate whether an edit of the due date gives the date too, and not the time or zone only
 * @param scope null for the default of each field: a due date moves this occurrence only, a rule
 *     applies from this occurrence on, everything else carries over
 */
public record Edit(Draft draft, Set<Field> fields, boolean hasDate, @Nullable Scope scope) {

  public Edit {
    fields = Set.copyOf(fields);
  }

  boolean mentions(Field field) {
    return fields.contains(field);
  }

  /** The edit without the fields that a later write has overruled. */
  Edit without(Set<Field> lost) {
    if (lost.isEmpty()) {
      return this;
    }
    Set<Field> left = EnumSet.noneOf(Field.class);
    left.addAll(fields);
    left.removeAll(lost);
    return new Edit(draft, left, hasDate, scope);
  }

  boolean changesRuleOf(Task task) {
    return mentions(Field.RECURRENCE) && !Objects.equals(task.rule(), draft.recurrence());
  }
}
