package dev.perennial.taskapi.fields;

import static java.util.Objects.requireNonNullElse;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.Ids;
import dev.perennial.api.request.JsonFields;
import dev.perennial.api.request.MergePatch;
import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.Recurrence;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.events.UserId;
import dev.perennial.taskapi.quick.QuickAdd;
import dev.perennial.tasks.edit.Edit;
import dev.perennial.tasks.edit.Scope;
import dev.perennial.tasks.list.Inbox;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Draft;
import dev.perennial.tasks.task.Field;
import dev.perennial.tasks.task.Task;
import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the fields of a task that clients write from JSON. */
public final class TaskFields {

  private static final String RECURRENCE = "recurrence";
  public static final Set<String> NAMES =
      Set.of(
          "title",
          "description",
          "priority",
          "tags",
          "listId",
          "due",
          "reminders",
          "assignee",
          RECURRENCE);

  public static final int TITLE = 500;
  public static final int DESCRIPTION = 10_000;
  public static final int TAGS = QuickAdd.MAX_TAGS;
  public static final int TAG = QuickAdd.MAX_TAG_LENGTH;

  private final FieldErrors errors = new FieldErrors();

  private TaskFields() {}

  /**
   * @param zone of the user
   * @throws dev.perennial.api.problem.ProblemException 400 with everything that is wrong
   */
  public static Draft draft(ObjectNode json, String user, Supplier<ZoneId> zone) {
    return new TaskFields().read(json, user, zone);
  }

  /**
   * The edit for a merge patch. The patched task is validated by the same rules as a new one. A
   * recurrence that the patch does not mention is not validated again: it counts from its anchor
   * and not from this due date.
   *
   * @param zone of the user
   */
  public static Edit edit(
      Task task, ObjectNode patch, @Nullable Scope scope, String user, Supplier<ZoneId> zone) {
    ObjectNode json = EventJson.MAPPER.<ObjectNode>valueToTree(task.snapshot()).retain(NAMES);
    if (!patch.has(RECURRENCE)) {
      json.remove(RECURRENCE);
    }
    MergePatch.apply(patch, json);
    RecurrenceFields.removeImplicitMonthEnd(
        task.rule(), patch.get(RECURRENCE), json.get(RECURRENCE));
    Draft read = draft(json, user, zone);
    Draft draft =
        patch.has(RECURRENCE) ? read : new Draft(read.content(), task.snapshot().recurrence());
    Set<Field> fields =
        patch.propertyNames().stream()
            .flatMap(name -> Field.labelled(name).stream())
            .collect(Collectors.toSet());
    JsonNode due = patch.path("due");
    return new Edit(draft, fields, !due.isObject() || due.has("date"), scope);
  }

  private Draft read(ObjectNode json, String user, Supplier<ZoneId> zone) {
    JsonFields fields = JsonFields.of(json, errors, NAMES);
    fields.require("title");
    String title = fields.visibleText("title", TITLE);
    UUID listId = fields.parsed("listId", text -> Ids.parse(text).orElseThrow(), "must be a UUID");
    Priority priority = fields.choice("priority", Priority.class);
    Due due = DueFields.read(fields, "due");
    Content content =
        new Content(
            requireNonNullElse(listId, Inbox.idFor(user)),
            requireNonNullElse(title, ""),
            fields.text("description", DESCRIPTION),
            requireNonNullElse(priority, Priority.NONE),
            fields.visibleTexts("tags", TAGS, TAG),
            due,
            ReminderFields.read(fields, "reminders"),
            fields.parsed("assignee", UserId::parse, UserId.FORM));
    Recurrence recurrence = RecurrenceFields.read(fields, RECURRENCE, due, zone, errors);
    errors.throwIfAny();
    return new Draft(content, recurrence);
  }
}
