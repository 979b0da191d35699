package dev.perennial.taskapi;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.events.EventJson;
import dev.perennial.taskapi.quick.QuickAdd;
import dev.perennial.taskapi.quick.Understood;
import dev.perennial.taskapi.quick.Understood.Phrase;
import dev.perennial.tasks.Draft;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A new task that was typed as one line. What fields of their own say beside it goes before what is
 * understood of the line.
 *
 * @param understood what of the line was more than the title
 */
record QuickFields(Draft draft, List<Phrase> understood) {

  private static final String QUICK = "quick";
  private static final String TITLE = "title";

  static boolean isIn(ObjectNode fields) {
    return fields.hasNonNull(QUICK);
  }

  /**
   * @param now where the person is
   * @throws ProblemException 400 with everything that is wrong
   */
  static QuickFields read(ObjectNode fields, String user, ZonedDateTime now) {
    Understood line = QuickAdd.parse(line(fields), now.toLocalDateTime(), now.getZone());
    ObjectNode all = fields.deepCopy();
    all.remove(QUICK);
    all.put(TITLE, line.title());
    setUnlessThere(all, "priority", line.priority());
    setUnlessThere(all, "tags", line.tags());
    setUnlessThere(all, "due", line.due());
    Draft draft = TaskFields.draft(all, user);
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
      errors.add("/" + TITLE, "is said by quick already; say one of them");
    }
    errors.throwIfAny();
    return quick.asString();
  }

  private static void setUnlessThere(ObjectNode fields, String name, @Nullable Object value) {
    if (!fields.has(name) && value != null) {
      fields.set(name, EventJson.MAPPER.valueToTree(value));
    }
  }
}
