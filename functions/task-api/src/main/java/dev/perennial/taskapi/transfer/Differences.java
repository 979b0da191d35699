package dev.perennial.taskapi.transfer;

import dev.perennial.taskapi.transfer.format.LeftOut;
import dev.perennial.tasks.edit.ImportedTask;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.task.Closing;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Task;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** In which fields an imported task differs from the one that exists, which stays as it is. */
final class Differences {

  private final LeftOut all = new LeftOut();

  private Differences() {}

  static LeftOut of(ImportedTask imported, Task existing) {
    Differences differences = new Differences();
    Content one = imported.content();
    Content other = existing.content();
    differences.compare("listId", one.listId(), other.listId());
    differences.compare("title", one.title(), other.title());
    differences.compare("description", one.description(), other.description());
    differences.compare("priority", one.priority(), other.priority());
    differences.compare("tags", one.tags(), other.tags());
    differences.compare("due", one.due(), other.due());
    differences.compare("reminders", one.reminders(), other.reminders());
    differences.compare("assignee", one.assignee(), other.assignee());
    differences.compare("recurrence", rule(imported.occurrence()), existing.rule());
    differences.compare("status", kind(imported.closing()), kind(existing.closing()));
    return differences.all;
  }

  /**
   * Sets the assignee that is compared with the existing one: none if an import would remove it,
   * and the existing one if the item has no such field, because not every format has it.
   */
  static void setAssignee(ObjectNode json, Content existing, Predicate<String> isMember) {
    JsonNode assignee = json.get("assignee");
    if (assignee == null) {
      json.put("assignee", existing.assignee());
    } else if (assignee.isString() && !isMember.test(assignee.stringValue())) {
      json.putNull("assignee");
    }
  }

  private static @Nullable Object rule(@Nullable Occurrence occurrence) {
    return occurrence == null ? null : occurrence.series().rule();
  }

  private static Closing.@Nullable Kind kind(@Nullable Closing closing) {
    return closing == null ? null : closing.kind();
  }

  private void compare(String field, @Nullable Object imported, @Nullable Object existing) {
    if (!Objects.equals(imported, existing)) {
      all.add(field, "differs from the existing task, which stays as it is");
    }
  }
}
