package dev.perennial.taskapi.transfer.ical;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.JsonBody;
import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.taskapi.fields.TaskFields;
import dev.perennial.taskapi.transfer.format.LeftOut;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Converts a VTODO, exported here or by another program, into the JSON of a task. What cannot be
 * read is left out of it and reported.
 */
final class TodoReader {

  private static final Set<String> OBJECTS = Set.of("recurrence", "anchor", "carried");
  private static final int MAX_UID_LENGTH = 255;
  private static final String UNTITLED = "Untitled";

  private final Component todo;
  private final CalendarTimes times;
  private final ObjectNode json = EventJson.MAPPER.createObjectNode();
  private final LeftOut leftOut;

  private TodoReader(Component todo, CalendarTimes times) {
    this.todo = todo;
    this.times = times;
    this.leftOut = new LeftOut();
    leftOut.addAll(todo.skipped());
  }

  static Todo read(Component todo, CalendarTimes times) {
    return new TodoReader(todo, times).read();
  }

  private Todo read() {
    json.put("kind", "task");
    readUid();
    readTexts();
    readPriority();
    readTags();
    readExtensions();
    readStatus();
    TodoDates dates = TodoDates.read(todo, times, json, leftOut);
    readReminders(dates.start(), dates.due());
    OtherProperties.report(todo, leftOut);
    return new Todo(todo, json, leftOut);
  }

  /** Without one, the item is identified by its content. */
  private void readUid() {
    Optional<String> uid = todo.text("UID").map(text -> storable("UID", text));
    boolean isValid =
        uid.filter(TodoReader::isVisible).filter(id -> id.length() <= MAX_UID_LENGTH).isPresent();
    if (isValid) {
      json.put("id", uid.get());
    } else if (uid.isPresent()) {
      leftOut.add("UID", "must be text of 1 to " + MAX_UID_LENGTH + " characters");
    }
  }

  private void readTexts() {
    Optional<String> description =
        todo.text("DESCRIPTION").map(text -> storable("DESCRIPTION", text));
    description.ifPresent(
        text -> json.put("description", cut("DESCRIPTION", text, TaskFields.DESCRIPTION)));
    Optional<String> title =
        todo.text("SUMMARY").map(text -> storable("SUMMARY", text)).filter(text -> !text.isBlank());
    if (title.isEmpty()) {
      leftOut.add("SUMMARY", "is missing or blank; the task has another title");
    }
    json.put(
        "title",
        cut(
            "SUMMARY",
            title
                .or(
                    () ->
                        description.flatMap(
                            text -> text.lines().filter(TodoReader::isVisible).findFirst()))
                .orElse(UNTITLED),
            TaskFields.TITLE));
  }

  private static boolean isVisible(String text) {
    return !text.isBlank();
  }

  private String storable(String property, String text) {
    if (text.indexOf('\0') >= 0) {
      leftOut.add(property, "has the character NUL, which was left out");
    }
    return text.replace("\0", "");
  }

  private String cut(String property, String text, int atMost) {
    if (text.codePointCount(0, text.length()) <= atMost) {
      return text;
    }
    leftOut.add(property, "has more than %,d characters; it was cut".formatted(atMost));
    return text.substring(0, text.offsetByCodePoints(0, atMost));
  }

  private void readPriority() {
    String priority = todo.value("PRIORITY").map(String::strip).orElse("0");
    if (priority.matches("[1-9]")) {
      int of = Integer.parseInt(priority);
      json.put("priority", of < 5 ? "high" : of == 5 ? "medium" : "low");
    } else if (!priority.equals("0")) {
      leftOut.add("PRIORITY", "must be a number from 0 to 9");
    }
  }

  private void readTags() {
    List<String> all =
        todo.all("CATEGORIES").stream()
            .flatMap(categories -> categories.texts().stream())
            .filter(TodoReader::isVisible)
            .map(tag -> cut("CATEGORIES", storable("CATEGORIES", tag), TaskFields.TAG))
            .distinct()
            .toList();
    if (all.size() > TaskFields.TAGS) {
      leftOut.add("CATEGORIES", "are more than " + TaskFields.TAGS);
    }
    ArrayNode tags = json.putArray("tags");
    all.stream().limit(TaskFields.TAGS).forEach(tags::add);
  }

  private void readExtensions() {
    for (String name : Extensions.READ) {
      extension(name)
          .ifPresent(
              value -> {
                if (OBJECTS.contains(name)) {
                  object(name, value).ifPresent(object -> json.set(name, object));
                } else if (name.equals("occurrenceNumber") && value.matches("\\d{1,9}")) {
                  json.put(name, Integer.parseInt(value));
                } else {
                  json.put(name, value);
                }
              });
    }
  }

  private Optional<String> extension(String name) {
    return Extensions.text(name, todo);
  }

  private Optional<JsonNode> object(String name, String value) {
    try {
      return Optional.of(JsonBody.parse(value.getBytes(UTF_8)));
    } catch (ProblemException notJson) {
      leftOut.add(Extensions.name(name), "must be JSON");
      return Optional.empty();
    }
  }

  private void readStatus() {
    String status = todo.value("STATUS").orElse("").strip().toUpperCase(Locale.ROOT);
    String percent = todo.value("PERCENT-COMPLETE").orElse("0").strip();
    instant("CREATED", "createdAt").ifPresent(at -> json.put("createdAt", at.toString()));
    Optional<Instant> changed =
        instant("LAST-MODIFIED", "updatedAt").or(() -> instant("DTSTAMP", "updatedAt"));
    if (status.equals("CANCELLED")) {
      json.put("status", "skipped");
      extension("skippedAt")
          .or(() -> changed.map(Instant::toString))
          .ifPresent(at -> json.put("skippedAt", at));
      for (String name : List.of("COMPLETED", "PERCENT-COMPLETE")) {
        if (todo.property(name).isPresent()) {
          leftOut.add(name, "is not supported for a cancelled task");
        }
      }
    } else if (status.equals("COMPLETED")
        || todo.property("COMPLETED").isPresent()
        || percent.equals("100")) {
      json.put("status", "completed");
      if (!status.isEmpty() && !status.equals("COMPLETED")) {
        leftOut.add("STATUS", "is not that of a completed task; the task is completed");
      }
      instant("COMPLETED", "completedAt")
          .or(() -> changed)
          .ifPresent(at -> json.put("completedAt", at.toString()));
    } else {
      if (!status.isEmpty() && !status.equals("NEEDS-ACTION")) {
        leftOut.add("STATUS", "is not supported; the task is open");
      }
      if (!percent.matches("0+")) {
        leftOut.add("PERCENT-COMPLETE", "is supported for completed tasks only");
      }
    }
  }

  /**
   * The instant of the property, in full precision if the extension has the same second. Empty if
   * it is not an instant.
   */
  private Optional<Instant> instant(String name, String extension) {
    try {
      Optional<Instant> instant =
          todo.property(name).map(property -> times.instant(property, leftOut));
      return instant.isEmpty()
          ? instant
          : extension(extension)
              .flatMap(text -> parsed(extension, text))
              .filter(full -> full.truncatedTo(ChronoUnit.SECONDS).equals(instant.get()))
              .or(() -> instant);
    } catch (DateTimeException invalid) {
      leftOut.add(name, "must be a date-time");
      return Optional.empty();
    }
  }

  private Optional<Instant> parsed(String extension, String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException invalid) {
      leftOut.add(Extensions.name(extension), "must be an instant");
      return Optional.empty();
    }
  }

  private void readReminders(@Nullable Due start, @Nullable Due due) {
    Alarms alarms = new Alarms(todo);
    Optional<String> exported = extension("reminders");
    if (exported.isPresent()
        && extension(Extensions.TRIGGERS).orElse("").equals(alarms.triggers())) {
      object("reminders", exported.get()).ifPresent(reminders -> json.set("reminders", reminders));
    } else if (alarms.isEmpty() && todo.parts().stream().anyMatch(Alarms::saysNone)) {
      json.putArray("reminders");
    } else if (!alarms.isEmpty()) {
      boolean recurs = json.has("recurrence");
      ArrayNode reminders =
          alarms.reminders(new Alarms.Reference(times, start, due, recurs), leftOut);
      if (!reminders.isEmpty()) {
        json.set("reminders", reminders);
      }
    }
  }
}
