package dev.perennial.tasks.task;

import dev.perennial.events.Due;
import dev.perennial.events.Reminder;
import dev.perennial.events.TaskSnapshot.Priority;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The user-editable content of a task, apart from its recurrence.
 *
 * @param reminders null for the default reminders of each user who is reminded
 * @param assignee a member of the list; null if the task is unassigned
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

  /** A copy with these fields taken from {@code other}. */
  public Content with(Set<Field> fields, Content other) {
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

  /** A copy without its assignee, unless that is one of the members. */
  public Content assignedWithin(Set<String> members) {
    return assignee == null || members.contains(assignee) ? this : unassigned();
  }

  public Content unassigned() {
    return new Content(listId, title, description, priority, tags, due, reminders, null);
  }

  /**
   * Returns the content for the next occurrence: with this due date and without absolute reminders.
   */
  public Content carriedTo(@Nullable Due next) {
    List<Reminder> relative =
        reminders == null ? null : reminders.stream().filter(Reminder::movesWithDue).toList();
    return new Content(listId, title, description, priority, tags, next, relative, assignee);
  }
}
