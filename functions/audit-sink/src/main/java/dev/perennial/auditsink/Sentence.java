package dev.perennial.auditsink;

import dev.perennial.events.EventType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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

  private Sentence() {}

  static String of(OpenedEntry opened) {
    var what = what(opened);
    if (opened.data() == null) {
      return what + "; what it said " + (opened.broken() ? "cannot be trusted." : "was erased.");
    }
    var changes = changes(opened.data());
    return changes.isEmpty() ? what + "." : what + ": " + String.join("; ", changes) + ".";
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
    var told = new ArrayList<String>();
    for (var change : data.path("changes").properties()) {
      if (!GOES_WITHOUT_SAYING.contains(change.getKey())) {
        told.add(change(field(change.getKey()), change.getValue()));
      }
    }
    return told;
  }

  private static String change(String field, JsonNode change) {
    var sentence =
        field + " from " + value(change.path("from")) + " to " + value(change.path("to"));
    return change.has("lost")
        ? sentence + ", where a later write won over " + value(change.path("lost"))
        : sentence;
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
