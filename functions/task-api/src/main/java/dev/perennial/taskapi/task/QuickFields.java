package dev.perennial.taskapi.task;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.events.EventJson;
import dev.perennial.taskapi.fields.TaskFields;
import dev.perennial.taskapi.quick.QuickAdd;
import dev.perennial.taskapi.quick.QuickAddResult;
import dev.perennial.taskapi.quick.QuickAddResult.Phrase;
import dev.perennial.tasks.task.Draft;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A new task from a quick-add line. Explicit fields of the request take precedence over what the
 * line gives.
 *
 * @param understood the phrases of the line apart from the title
 */
record QuickFields(Draft draft, List<Phrase> understood) {

  private static final String QUICK = "quick";
  private static final String TITLE = "title";

  static boolean isIn(ObjectNode fields) {
    return fields.hasNonNull(QUICK);
  }

  /**
   * @param now the local time of the user
   * @throws ProblemException 400 with everything that is wrong
   */
  static QuickFields read(ObjectNode fields, String user, ZonedDateTime now) {
    QuickAddResult line = QuickAdd.parse(line(fields), now);
    ObjectNode all = fields.deepCopy();
    all.remove(QUICK);
    all.put(TITLE, line.title());
    putIfAbsent(all, "priority", line.priority());
    putIfAbsent(all, "tags", line.tags());
    putIfAbsent(all, "due", line.due());
    Draft draft = TaskFields.draft(all, user, now::getZone);
    return new QuickFields(
        fields.has("recurrence") ? draft : new Draft(draft.content(), line.recurrence()),
        line.phrases());
  }

  private static String line(ObjectNode fields) {
    FieldErrors errors = new FieldErrors();
    JsonNode quick = fields.required(QUICK);
    if (!quick.isString() || quick.asString().isBlank()) {
      errors.add("/" + QUICK, "must be a line of text");
    } else if (quick.asString().length() > QuickAdd.MAX_LENGTH) {
      errors.add("/" + QUICK, "must have " + QuickAdd.MAX_LENGTH + " characters at most");
    }
    if (fields.hasNonNull(TITLE)) {
      errors.add("/" + TITLE, "is given by quick already; use one of them");
    }
    errors.throwIfAny();
    return quick.asString();
  }

  private static void putIfAbsent(ObjectNode fields, String name, @Nullable Object value) {
    if (!fields.has(name) && value != null) {
      fields.set(name, EventJson.MAPPER.valueToTree(value));
    }
  }
}
