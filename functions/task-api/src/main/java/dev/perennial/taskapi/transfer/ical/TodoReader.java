package dev.perennial.taskapi.transfer.ical;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.problem.Problem.FieldError;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.JsonBody;
import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.taskapi.transfer.format.ImportItem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Converts a VTODO, exported here or by another program, into the JSON of a task. */
final class TodoReader {

  private static final Set<String> OBJECTS = Set.of("recurrence", "anchor", "carried");
  private static final Set<String> OF_SERIES =
      Set.of("recurrence", "seriesId", "occurrence", "occurrenceNumber", "anchor", "carried");

  private final Component todo;
  private final ZoneNames zones;
  private final @Nullable ZoneId floating;
  private final ObjectNode json = EventJson.MAPPER.createObjectNode();
  private final List<FieldError> errors = new ArrayList<>();

  private TodoReader(Component todo, ZoneNames zones, @Nullable ZoneId floating) {
    this.todo = todo;
    this.zones = zones;
    this.floating = floating;
  }

  /**
   * @param floating the zone of times that have none; null for UTC
   */
  static ImportItem read(Component todo, ZoneNames zones, @Nullable ZoneId floating) {
    return new TodoReader(todo, zones, floating).read();
  }

  private ImportItem read() {
    json.put("kind", "task");
    todo.text("UID").ifPresent(uid -> json.put("id", uid));
    todo.text("SUMMARY").ifPresent(title -> json.put("title", title));
    todo.text("DESCRIPTION").ifPresent(description -> json.put("description", description));
    readPriority();
    readTags();
    readExtensions();
    readStatus();
    Due due = due();
    if (due != null) {
      json.set("due", EventJson.MAPPER.valueToTree(due));
    }
    readRule(due);
    readReminders();
    return errors.isEmpty()
        ? new ImportItem.Read(todo.line(), json)
        : new ImportItem.Broken(todo.line(), "task", errors);
  }

  private void readPriority() {
    todo.value("PRIORITY")
        .map(String::strip)
        .filter(value -> value.matches("[1-9]"))
        .map(Integer::parseInt)
        .ifPresent(of -> json.put("priority", of < 5 ? "high" : of == 5 ? "medium" : "low"));
  }

  private void readTags() {
    ArrayNode tags = json.putArray("tags");
    todo.all("CATEGORIES").stream()
        .flatMap(categories -> CalendarText.list(categories.value()).stream())
        .filter(tag -> !tag.isBlank())
        .distinct()
        .forEach(tags::add);
  }

  private void readExtensions() {
    for (String name : TodoWriter.EXTENSIONS) {
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
    return todo.text(TodoWriter.extension(name));
  }

  private Optional<JsonNode> object(String name, String value) {
    try {
      return Optional.of(JsonBody.parse(value.getBytes(UTF_8)));
    } catch (ProblemException notJson) {
      error(TodoWriter.extension(name), "must be JSON");
      return Optional.empty();
    }
  }

  private void readStatus() {
    String status = todo.value("STATUS").orElse("").strip().toUpperCase(Locale.ROOT);
    instant("CREATED", "createdAt").ifPresent(at -> json.put("createdAt", at.toString()));
    Optional<Instant> changed =
        instant("LAST-MODIFIED", "updatedAt").or(() -> instant("DTSTAMP", "updatedAt"));
    if (status.equals("CANCELLED")) {
      json.put("status", "skipped");
      extension("skippedAt")
          .or(() -> changed.map(Instant::toString))
          .ifPresent(at -> json.put("skippedAt", at));
    } else if (status.equals("COMPLETED")
        || todo.property("COMPLETED").isPresent()
        || todo.value("PERCENT-COMPLETE").orElse("").strip().equals("100")) {
      json.put("status", "completed");
      instant("COMPLETED", "completedAt")
          .or(() -> changed)
          .ifPresent(at -> json.put("completedAt", at.toString()));
    }
  }

  /**
   * The instant of the property, in full precision if the extension has the same second. Empty if
   * it is not an instant.
   */
  private Optional<Instant> instant(String name, String extension) {
    try {
      Optional<Instant> instant = todo.value(name).map(CalendarDates::instant);
      return instant.isEmpty()
          ? instant
          : extension(extension)
              .map(Instant::parse)
              .filter(full -> full.truncatedTo(ChronoUnit.SECONDS).equals(instant.get()))
              .or(() -> instant);
    } catch (DateTimeException invalid) {
      return Optional.empty();
    }
  }

  private @Nullable Due due() {
    Due due = date("DUE");
    if (due == null && todo.property("DUE").isEmpty()) {
      due = startAndDuration();
    }
    ZoneId zone =
        due == null || due.time() != null ? null : extension("zone").map(zones::zone).orElse(null);
    return zone == null || due == null ? due : new Due(due.date(), null, zone);
  }

  private @Nullable Due startAndDuration() {
    Optional<String> duration = todo.value("DURATION");
    boolean isExportedWithoutDue = extension(TodoWriter.RRULE).isPresent();
    Due start = isExportedWithoutDue ? null : date("DTSTART");
    if (start == null || duration.isEmpty()) {
      return start;
    }
    try {
      Duration length = CalendarDurations.read(duration.get());
      LocalDateTime local =
          start.date().atTime(start.time() == null ? LocalTime.MIDNIGHT : start.time());
      LocalDateTime end = local.plus(length);
      return new Due(
          end.toLocalDate(), start.time() == null ? null : end.toLocalTime(), start.zone());
    } catch (DateTimeException | ArithmeticException wrong) {
      return wrong("DURATION", "must be a duration such as P1D or PT1H30M");
    }
  }

  private @Nullable Due date(String name) {
    ContentLine property = todo.property(name).orElse(null);
    if (property == null) {
      return null;
    }
    String tzid = property.parameter("TZID");
    ZoneId zone = tzid == null ? null : zones.zone(tzid);
    if (tzid != null && zone == null && property.value().indexOf('T') > 0) {
      return wrong(name, "has a TZID that is not an IANA time zone");
    }
    try {
      return CalendarDates.due(property.value(), zone, floating);
    } catch (DateTimeException invalid) {
      return wrong(name, "must be a date or a date-time");
    }
  }

  private void readRule(@Nullable Due due) {
    Optional<String> rrule = todo.value("RRULE").map(String::strip);
    boolean isUnchanged = json.has("recurrence") && rrule.equals(extension(TodoWriter.RRULE));
    boolean isHistory = json.has("recurrence") && json.has("status") && rrule.isEmpty();
    if (isUnchanged || isHistory) {
      return;
    }
    // The rule was changed after the export, or is not from an export.
    json.remove(OF_SERIES);
    rrule.ifPresent(
        text -> {
          Due from = countedFrom(text, due);
          json.set("recurrence", RruleJson.of(text, from));
          if (from != null && !from.equals(due)) {
            json.set("anchor", EventJson.MAPPER.valueToTree(from));
          }
        });
  }

  /**
   * A rule that names its days counts from DTSTART (RFC 5545, section 3.8.5.3), even if this
   * occurrence was moved to a later day; any other rule counts from the due date.
   */
  private @Nullable Due countedFrom(String rrule, @Nullable Due due) {
    boolean namesDays = rrule.toUpperCase(Locale.ROOT).contains(";BY");
    if (due == null || !namesDays || todo.property("DUE").isEmpty()) {
      return due;
    }
    Due start = date("DTSTART");
    return start != null
            && (start.time() == null) == (due.time() == null)
            && start.date().isBefore(due.date())
        ? start
        : due;
  }

  private void readReminders() {
    Alarms alarms = new Alarms(todo);
    Optional<String> exported = extension("reminders");
    if (exported.isPresent()
        && extension(TodoWriter.TRIGGERS).orElse("").equals(alarms.triggers())) {
      object("reminders", exported.get()).ifPresent(reminders -> json.set("reminders", reminders));
    } else if (!alarms.isEmpty()) {
      try {
        json.set("reminders", alarms.reminders());
      } catch (DateTimeException | ArithmeticException invalid) {
        error("VALARM", "must have a TRIGGER that is a duration or a date-time");
      }
    }
  }

  private <T> @Nullable T wrong(String property, String detail) {
    error(property, detail);
    return null;
  }

  private void error(String property, String detail) {
    errors.add(new FieldError("/" + property, detail));
  }
}
