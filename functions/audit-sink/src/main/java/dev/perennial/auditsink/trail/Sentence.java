package dev.perennial.auditsink.trail;

import dev.perennial.auditsink.chain.EventMetadata;
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

/** Describes an entry in an English sentence: who changed what from which value to which. */
final class Sentence {

  private static final Pattern CAMEL_CASE = Pattern.compile("([a-z])([A-Z])");

  private static final Map<EventType, String> VERBS =
      Map.of(
          EventType.TASK_CREATED, "created the task",
          EventType.TASK_UPDATED, "changed the task",
          EventType.TASK_COMPLETED, "completed the task",
          EventType.TASK_SKIPPED, "skipped the task",
          EventType.TASK_REOPENED, "reopened the task",
          EventType.TASK_DELETED, "deleted the task",
          EventType.TASK_RESTORED, "restored the task",
          EventType.TASK_SCHEDULED, "scheduled the task");

  private static final Map<EventType, String> SENTENCES_WITHOUT_ACTOR =
      Map.of(
          EventType.REMINDER_DUE, "A reminder was due",
          EventType.REMINDER_DELIVERED, "A reminder was delivered",
          EventType.REMINDER_FAILED, "A reminder could not be delivered",
          EventType.REMINDER_EXPIRED, "A reminder was too late to be delivered");

  /** Fields whose change follows from the type of the event. */
  private static final Set<String> IMPLIED_BY_TYPE = Set.of("status", "completedAt", "skippedAt");

  /** Fields of a new task that the sentence does not repeat. */
  private static final Set<String> IMPLIED_BY_CREATION = Set.of("title", "listId");

  private Sentence() {}

  static String of(OpenedEntry opened) {
    String action = action(opened);
    if (opened.data() == null) {
      return action + "; the content " + (opened.broken() ? "cannot be trusted." : "was erased.");
    }
    boolean isNew = opened.entry().metadata().type().equals(EventType.TASK_CREATED.type());
    List<String> parts = isNew ? initialValues(opened.data()) : changes(opened.data());
    if (parts.isEmpty()) {
      return action + ".";
    }
    return isNew
        ? action + " with " + String.join(", ", parts) + "."
        : action + ": " + String.join("; ", parts) + ".";
  }

  private static String action(OpenedEntry opened) {
    EventMetadata metadata = opened.entry().metadata();
    EventType type = EventType.of(metadata.type()).orElse(null);
    if (type != null && SENTENCES_WITHOUT_ACTOR.containsKey(type)) {
      return SENTENCES_WITHOUT_ACTOR.get(type) + reason(opened.data());
    }
    String actor = metadata.actor() == null ? "Somebody" : metadata.actor();
    String verb = type == null ? null : VERBS.get(type);
    return verb == null
        ? actor + " caused " + metadata.type()
        : actor + " " + verb + title(opened.data());
  }

  private static String title(@Nullable JsonNode data) {
    String title = data == null ? "" : data.at("/task/title").asString("");
    return title.isEmpty() ? "" : " " + quoted(title);
  }

  private static String reason(@Nullable JsonNode data) {
    String reason = data == null ? "" : data.path("reason").asString("");
    return reason.isEmpty() ? "" : " (" + reason + ")";
  }

  private static List<String> changes(JsonNode data) {
    return describe(data, IMPLIED_BY_TYPE, Sentence::change);
  }

  /** The fields of a new task with their first values. */
  private static List<String> initialValues(JsonNode data) {
    return describe(
        data,
        IMPLIED_BY_CREATION,
        (name, change) -> field(name) + " " + value(name, change.path("to")));
  }

  private static List<String> describe(
      JsonNode data, Set<String> omitted, BiFunction<String, JsonNode, String> sentence) {
    return data.path("changes")
        .propertyStream()
        .filter(change -> !omitted.contains(change.getKey()))
        .map(change -> sentence.apply(change.getKey(), change.getValue()))
        .toList();
  }

  private static String change(String name, JsonNode change) {
    String sentence =
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

  /** The rule in words, or its JSON values if the rule is of an unknown form. */
  private static String rule(JsonNode value) {
    try {
      return RecurrenceDescription.of(EventJson.MAPPER.treeToValue(value, Recurrence.class));
    } catch (JacksonException _) {
      return value(value);
    }
  }

  private static String field(String name) {
    return CAMEL_CASE.matcher(name).replaceAll("$1 $2").toLowerCase(Locale.ROOT);
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
