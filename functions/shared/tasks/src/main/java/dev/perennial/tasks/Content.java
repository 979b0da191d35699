package dev.perennial.tasks;

import dev.perennial.events.Due;
import dev.perennial.events.TaskSnapshot.Priority;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people write into a task. All of it carries over to the next occurrence, the due date by the
 * rule.
 */
public record Content(
    UUID listId,
    String title,
    @Nullable String description,
    Priority priority,
    List<String> tags,
    @Nullable Due due) {

  public Content {
    tags = List.copyOf(tags);
  }

  Content dueAt(@Nullable Due other) {
    return new Content(listId, title, description, priority, tags, other);
  }
}
