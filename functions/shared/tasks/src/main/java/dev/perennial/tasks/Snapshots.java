package dev.perennial.tasks;

import dev.perennial.events.TaskSnapshot;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tasks as the contract has them. */
final class Snapshots {

  private Snapshots() {}

  static TaskSnapshot of(Task task) {
    Content content = task.content();
    Occurrence occurrence = task.occurrence();
    return new TaskSnapshot(
        task.id(),
        content.listId(),
        content.title(),
        content.description(),
        content.priority(),
        content.tags(),
        content.due(),
        content.reminders(),
        content.assignee(),
        task.origin().createdBy(),
        task.status(),
        closedAt(task, Closing.Kind.COMPLETED),
        closedAt(task, Closing.Kind.SKIPPED),
        task.rule(),
        occurrence == null ? null : occurrence.series().id(),
        occurrence == null || occurrence.key() == null ? null : occurrence.key().toString(),
        occurrence == null ? null : occurrence.number(),
        task.version(),
        task.origin().createdAt(),
        task.updatedAt());
  }

  private static @Nullable Instant closedAt(Task task, Closing.Kind kind) {
    Closing closing = task.closing();
    return closing == null || closing.kind() != kind ? null : closing.at();
  }
}
