package dev.perennial.auditsink;

import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.Recurrence;
import dev.perennial.tasks.recurrence.RecurrenceDescription;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What an entry tells, as a person would: who changed what from what to what. */
final class Sentence {

  private static final Pattern HUMP = Pattern.compile("([a-z])([A-Z])");

  private static final Map<EventType, String> DONE =
      Map.of(
          EventType.TASK_CREATED, "created the task",
          EventType.TASK_UPDATED, "changed the task",
          EventType.TASK_COMPLETED, "completed the task",
          EventType.TASK_SKIPPED, "skipped the task",
          EventType.TASK_REOPENED, "reopened the task",
          EventType.TASK_DELETED, "deleted the task",
          EventType.TASK_SCHEDULED, "scheduled the task");

  private static final Map<EventType, String> HAPPENED =
      Map.of(
          EventType.REMINDER_DUE, "A reminder was due",
          EventType.REMINDER_DELIVERED, "A reminder was delivered",
          EventType.REMINDER_FAILED, "A reminder could not be delivered",
          EventType.REMINDER_EXPIRED, "A reminder was too late to be delivered");

  /** What the kind of event says already. */
  private static final Set<String> GOES_WITHOUT_SAYING =
      Set.of("status", "completedAt", "skippedAt");

  /** What else goes without saying of something new: it is named, and is where it is. */
  private static final Set<String> SAID_OF_THE_NEW = Set.of("title", "listId");

  private Sentence() {}

  static String of(OpenedEntry opened) {
    var what = what(opened);
    if (opened.data() == null) {
      return what + "; what it said " + (opened.broken() ? "cannot be trusted." : "was erased.");
    }
    var isNew = opened.entry().facts().type().equals(EventType.TASK_CREATED.type());
    var told = isNew ? had(opened.data()) : changes(opened.data());
    if (told.isEmpty()) {
      return what + ".";
    }
    return isNew
        ? what + " with " + String.join(", ", told) + "."
        : what + ": " + String.join("; ", told) + ".";
  }

  private static String what(OpenedEntry opened) {
    var facts = opened.entry().facts();
    var type = EventType.of(facts.type()).orElse(null);
    if (type != null && HAPPENED.containsKey(type)) {
      return HAPPENED.get(type) + reason(opened.data());
    }
    var actor = facts.actor() == null ? "Somebody" : facts.actor();
    var done = type == null ? null : DONE.get(type);
    return done == null
        ? actor + " did what " + facts.type() + " tells"
        : actor + " " + done + title(opened.data());
  }

  private static String title(@Nullable JsonNode data) {
    var title = data == null ? "" : data.at("/task/title").asString("");
    return title.isEmpty() ? "" : " " + quoted(title);
  }

  private static String reason(@Nullable JsonNode data) {
    var reason = data == null ? "" : data.path("reason").asString("");
    return reason.isEmpty() ? "" : " (" + reason + ")";
  }

  private static List<String> changes(JsonNode data) {
    return tell(data, GOES_WITHOUT_SAYING, Sentence::change);
  }

  /** What something new began with; before that there was nothing to change. */
  private static List<String> had(JsonNode data) {
    return tell(
        data,
        SAID_OF_THE_NEW,
        (name, change) -> field(name) + " " + value(name, change.path("to")));
  }

  private static List<String> tell(
      JsonNode data, Set<String> leftOut, BiFunction<String, JsonNode, String> sentence) {
    return data.path("changes")
        .propertyStream()
        .filter(change -> !leftOut.contains(change.getKey()))
        .map(change -> sentence.apply(change.getKey(), change.getValue()))
        .toList();
  }

  private static String change(String name, JsonNode change) {
    var sentence =
        "%s from %s to %s"
            .formatted(
                field(name), value(name, change.path("from")), value(name, change.path("to")));
    return change.has("lost")
        ? sentence + ", where a later write won over " + value(name, change.path("lost"))
        : sentence;
  }

  private static String value(String name, JsonNode value) {
    return name.equals("recurrence") && value.isObject() ? rule(value) : value(value);
  }

  /** In words, unless it is of a form that is not known here. */
  private static String rule(JsonNode value) {
    try {
      return RecurrenceDescription.of(EventJson.MAPPER.treeToValue(value, Recurrence.class));
    } catch (JacksonException _) {
      return value(value);
    }
  }

  private static String field(String name) {
    return HUMP.matcher(name).replaceAll("$1 $2").toLowerCase(Locale.ROOT);
  }

  private static String value(JsonNode value) {
    if (value.isString()) {
      return quoted(value.stringValue());
    }
    if (value.isNull() || value.isMissingNode()) {
      return "nothing";
    }
    if (value.isArray()) {
      return value.isEmpty()
          ? "none"
          : value.valueStream().map(Sentence::value).collect(Collectors.joining(", "));
    }
    if (value.isObject()) {
      return value
          .propertyStream()
          .filter(member -> !member.getValue().isNull())
          .map(member -> plain(member.getValue()))
          .collect(Collectors.joining(" "));
    }
    return value.asString();
  }

  private static String plain(JsonNode value) {
    return value.isString() ? value.stringValue() : value(value);
  }

  private static String quoted(String text) {
    return "“" + text + "”";
  }
}
