package dev.perennial.taskapi;

import static java.util.Objects.requireNonNullElse;

import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.Recurrence;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.runtime.http.FieldErrors;
import dev.perennial.runtime.http.JsonFields;
import dev.perennial.runtime.http.MergePatch;
import dev.perennial.tasks.Content;
import dev.perennial.tasks.Draft;
import dev.perennial.tasks.Inbox;
import dev.perennial.tasks.Task;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a task that people write, read from JSON. */
final class TaskFields {

  private static final String RECURRENCE = "recurrence";
  private static final Set<String> TASK =
      Set.of("title", "description", "priority", "tags", "listId", "due", RECURRENCE);

  private static final int TITLE = 500;
  private static final int DESCRIPTION = 10_000;
  private static final int TAGS = 20;
  private static final int TAG = 50;

  private final FieldErrors errors = new FieldErrors();

  private TaskFields() {}

  /**
   * @throws dev.perennial.runtime.http.ProblemException 400 with everything that is wrong
   */
  static Draft draft(ObjectNode json, String user) {
    return new TaskFields().read(json, user);
  }

  /**
   * The task as it would be after the patch, read by the same rules as a new one. A recurrence of
   * which it does not speak stands as it is: it counts from its anchor, not from this due date.
   */
  static Draft patched(Task task, ObjectNode patch) {
    ObjectNode json = EventJson.MAPPER.<ObjectNode>valueToTree(task.snapshot()).retain(TASK);
    if (!speaksOfRecurrence(patch)) {
      json.remove(RECURRENCE);
    }
    MergePatch.apply(patch, json);
    Draft draft = draft(json, task.owner());
    return speaksOfRecurrence(patch)
        ? draft
        : new Draft(draft.content(), task.snapshot().recurrence());
  }

  static boolean speaksOfRecurrence(ObjectNode patch) {
    return patch.has(RECURRENCE);
  }

  private Draft read(ObjectNode json, String user) {
    JsonFields fields = JsonFields.of(json, errors, TASK);
    fields.require("title");
    String title = fields.visibleText("title", TITLE);
    UUID listId = fields.parsed("listId", text -> Ids.parse(text).orElseThrow(), "must be a UUID");
    Priority priority = fields.choice("priority", Priority.class);
    Due due = DueFields.due(fields.object("due", DueFields.NAMES));
    Content content =
        new Content(
            requireNonNullElse(listId, Inbox.idFor(user)),
            requireNonNullElse(title, ""),
            fields.text("description", DESCRIPTION),
            requireNonNullElse(priority, Priority.NONE),
            fields.visibleTexts("tags", TAGS, TAG),
            due);
    Recurrence recurrence =
        RecurrenceFields.recurrence(fields.object(RECURRENCE, RecurrenceFields.NAMES), due, errors);
    errors.throwIfAny();
    return new Draft(content, recurrence);
  }
}
