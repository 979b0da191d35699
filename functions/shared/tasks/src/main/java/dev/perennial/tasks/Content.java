package dev.perennial.tasks;

import dev.perennial.events.Due;
import dev.perennial.events.Reminder;
import dev.perennial.events.TaskSnapshot.Priority;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What people write into a task.
 *
 * @param reminders null for the defaults of whoever is reminded
 * @param assignee a member of the list; null if it is nobody's in particular
 */
public record Content(
    UUID listId,
    String title,
    @Nullable String description,
    Priority priority,
    List<String> tags,
    @Nullable Due due,
    @Nullable List<Reminder> reminders,
    @Nullable String assignee) {

  public Content {
    tags = List.copyOf(tags);
    reminders = reminders == null ? null : List.copyOf(reminders);
  }

  /** This with these fields of the other. */
  Content with(Set<Field> fields, Content other) {
    Function<Field, Content> from = field -> fields.contains(field) ? other : this;
    return new Content(
        from.apply(Field.LIST).listId(),
        from.apply(Field.TITLE).title(),
        from.apply(Field.DESCRIPTION).description(),
        from.apply(Field.PRIORITY).priority(),
        from.apply(Field.TAGS).tags(),
        from.apply(Field.DUE).due(),
        from.apply(Field.REMINDERS).reminders(),
        from.apply(Field.ASSIGNEE).assignee());
  }

  Content assignedWithin(Set<String> members) {
    return assignee == null || members.contains(assignee) ? this : unassigned();
  }

  Content unassigned() {
    return new Content(listId, title, description, priority, tags, due, reminders, null);
  }

  /** As the next occurrence gets it: due by the rule, without what was for one moment only. */
  Content carriedTo(@Nullable Due next) {
    List<Reminder> relative =
        reminders == null ? null : reminders.stream().filter(Reminder::movesWithDue).toList();
    return new Content(listId, title, description, priority, tags, next, relative, assignee);
  }
}
