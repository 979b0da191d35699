package dev.perennial.tasks;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of a task.
 *
 * @param draft the task as it would be
 * @param fields of which the person speaks; no other is changed
 * @param saysDate whether, of a due date, it says the date as well, and not its time or zone only
 * @param scope null as people expect it of each field: a due date moves this occurrence only, a
 *     rule counts from here on, everything else carries over
 */
public record Edit(Draft draft, Set<Field> fields, boolean saysDate, @Nullable Scope scope) {

  public Edit {
    fields = Set.copyOf(fields);
  }

  boolean speaksOf(Field field) {
    return fields.contains(field);
  }

  /** What is left of it without the fields that somebody has written later. */
  Edit without(Set<Field> lost) {
    if (lost.isEmpty()) {
      return this;
    }
    Set<Field> left = EnumSet.noneOf(Field.class);
    left.addAll(fields);
    left.removeAll(lost);
    return new Edit(draft, left, saysDate, scope);
  }

  boolean changesRuleOf(Task task) {
    return speaksOf(Field.RECURRENCE) && !Objects.equals(task.rule(), draft.recurrence());
  }
}
