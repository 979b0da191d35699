package dev.perennial.tasks.task;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A user-editable field of a task. Of two writes of a field the later one wins. */
public enum Field {
  LIST("listId"),
  TITLE("title"),
  DESCRIPTION("description"),
  PRIORITY("priority"),
  TAGS("tags"),
  DUE("due"),
  REMINDERS("reminders"),
  ASSIGNEE("assignee"),
  RECURRENCE("recurrence"),
  /** Written by completing, skipping and reopening; not part of a draft. */
  STATUS("status");

  private final String label;

  Field(String label) {
    this.label = label;
  }

  /** The field of this name in events and in the API; empty if there is none. */
  public static Optional<Field> labelled(String label) {
    return Arrays.stream(values()).filter(field -> field.label.equals(label)).findFirst();
  }

  public String label() {
    return label;
  }

  /** The field's value in the draft; null for {@link #STATUS}. */
  public @Nullable Object of(Draft draft) {
    Content content = draft.content();
    return switch (this) {
      case LIST -> content.listId();
      case TITLE -> content.title();
      case DESCRIPTION -> content.description();
      case PRIORITY -> content.priority();
      case TAGS -> content.tags();
      case DUE -> content.due();
      case REMINDERS -> content.reminders();
      case ASSIGNEE -> content.assignee();
      case RECURRENCE -> draft.recurrence();
      case STATUS -> null;
    };
  }
}
