package dev.perennial.taskapi.transfer.ical;

import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Reminder;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.taskapi.transfer.json.TaskJson;
import dev.perennial.tasks.recurrence.RruleText;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.task.Task;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Writes a task as a VTODO (RFC 5545, section 3.6.2). */
final class TodoWriter {

  /** What VTODO has no property for, by the names in the JSON. */
  static final List<String> EXTENSIONS =
      List.of(
          "listId",
          "assignee",
          "createdBy",
          "recurrence",
          "seriesId",
          "occurrence",
          "occurrenceNumber",
          "anchor",
          "previous",
          "carried");

  /** The exported RRULE. While it is unchanged, the exported recurrence is valid. */
  static final String RRULE = "rrule";

  /** The exported triggers. While they are unchanged, the exported reminders are valid. */
  static final String TRIGGERS = "triggers";

  /** Instants; iCalendar truncates them to seconds. */
  private static final Set<String> INSTANTS = Set.of("createdAt", "completedAt");

  private final Task task;
  private final TaskSnapshot snapshot;
  private final List<ContentLine> lines = new ArrayList<>();

  private TodoWriter(Task task) {
    this.task = task;
    this.snapshot = task.snapshot();
  }

  static List<ContentLine> write(Task task) {
    return new TodoWriter(task).write();
  }

  /** The name of the extension property. */
  static String extension(String name) {
    return "X-PERENNIAL-" + name.replaceAll("([A-Z])", "-$1").toUpperCase(Locale.ROOT);
  }

  private List<ContentLine> write() {
    add("BEGIN", "VTODO");
    add("UID", snapshot.id().toString());
    lines.add(CalendarDates.property("DTSTAMP", snapshot.updatedAt()));
    lines.add(CalendarDates.property("CREATED", snapshot.createdAt()));
    lines.add(CalendarDates.property("LAST-MODIFIED", snapshot.updatedAt()));
    add("SEQUENCE", String.valueOf(Math.min(snapshot.version(), Integer.MAX_VALUE)));
    addText("SUMMARY", snapshot.title());
    addText("DESCRIPTION", snapshot.description());
    add("PRIORITY", priority(snapshot.priority()));
    if (!snapshot.tags().isEmpty()) {
      add(
          "CATEGORIES",
          snapshot.tags().stream().map(CalendarText::escape).collect(Collectors.joining(",")));
    }
    addStatus();
    addDates();
    addExtensions();
    addReminders();
    add("END", "VTODO");
    return lines;
  }

  private void addStatus() {
    switch (snapshot.status()) {
      case OPEN -> add("STATUS", "NEEDS-ACTION");
      case COMPLETED -> {
        add("STATUS", "COMPLETED");
        lines.add(CalendarDates.property("COMPLETED", snapshot.completedAt()));
      }
      case SKIPPED -> add("STATUS", "CANCELLED");
    }
  }

  private void addDates() {
    Due due = snapshot.due();
    Occurrence occurrence = task.occurrence();
    if (occurrence != null && task.isOpen()) {
      Due start = start(occurrence, due);
      if (start != null) {
        String rrule = rrule(occurrence, start);
        lines.add(CalendarDates.property("DTSTART", start));
        add("RRULE", rrule);
        addText(extension(RRULE), rrule);
      }
    }
    if (due != null) {
      lines.add(CalendarDates.property("DUE", due));
    }
  }

  /** The DTSTART of the rule; DUE must not be before it, nor of another type. */
  private static @Nullable Due start(Occurrence occurrence, @Nullable Due due) {
    Due by = occurrence.due();
    if (by == null || due == null) {
      return by == null ? due : by;
    }
    boolean isSameType = (by.time() == null) == (due.time() == null);
    return isSameType && !local(by).isAfter(local(due)) ? by : due;
  }

  private static LocalDateTime local(Due due) {
    return due.time() == null ? due.date().atStartOfDay() : due.date().atTime(due.time());
  }

  private static String rrule(Occurrence occurrence, Due start) {
    Recurrence rule = occurrence.series().rule();
    Due anchor = occurrence.series().anchor();
    boolean countsFromHere = anchor == null || rule.basis() == Basis.COMPLETION;
    Due from = countsFromHere ? start : new Due(anchor.date(), start.time(), start.zone());
    return RruleText.of(rule, from, occurrence.number());
  }

  private void addExtensions() {
    JsonNode json = TaskJson.of(task);
    for (String name : EXTENSIONS) {
      JsonNode value = json.path(name);
      if (value.isContainer()) {
        addText(extension(name), value.toString());
      } else if (!value.isNull() && !value.isMissingNode()) {
        addText(extension(name), value.asString());
      }
    }
    for (String name : INSTANTS) {
      JsonNode value = json.path(name);
      if (!value.isNull() && !isWholeSecond(Instant.parse(value.asString()))) {
        addText(extension(name), value.asString());
      }
    }
    if (snapshot.skippedAt() != null) {
      addText(extension("skippedAt"), snapshot.skippedAt().toString());
    }
    Due due = snapshot.due();
    if (due != null && due.time() == null && due.zone() != null) {
      addText(extension("zone"), due.zone().getId());
    }
  }

  private static boolean isWholeSecond(Instant instant) {
    return instant.equals(instant.truncatedTo(ChronoUnit.SECONDS));
  }

  private void addReminders() {
    List<Reminder> reminders = snapshot.reminders();
    if (reminders == null) {
      return;
    }
    boolean hasReference =
        snapshot.due() != null || reminders.stream().noneMatch(Reminder::movesWithDue);
    List<ContentLine> triggers =
        hasReference ? reminders.stream().map(TodoWriter::trigger).toList() : List.of();
    addText(extension("reminders"), EventJson.MAPPER.writeValueAsString(reminders));
    addText(extension(TRIGGERS), triggers(triggers.stream().map(ContentLine::value)));
    triggers.forEach(this::addAlarm);
  }

  static String triggers(Stream<String> values) {
    return values.collect(Collectors.joining(" "));
  }

  private void addAlarm(ContentLine trigger) {
    add("BEGIN", "VALARM");
    add("ACTION", "DISPLAY");
    addText("DESCRIPTION", snapshot.title());
    lines.add(trigger);
    add("END", "VALARM");
  }

  private static ContentLine trigger(Reminder reminder) {
    LocalDateTime at = reminder.at();
    if (at != null) {
      Instant instant =
          at.atZone(reminder.zone() == null ? ZoneOffset.UTC : reminder.zone()).toInstant();
      return ContentLine.of("TRIGGER", CalendarDates.utc(instant)).with("VALUE", "DATE-TIME");
    }
    String before = CalendarDurations.write(reminder.before().negated());
    return ContentLine.of("TRIGGER", before).with("RELATED", "END");
  }

  private static String priority(Priority priority) {
    return switch (priority) {
      case HIGH -> "1";
      case MEDIUM -> "5";
      case LOW -> "9";
      case NONE -> "0";
    };
  }

  private void add(String name, String value) {
    lines.add(ContentLine.of(name, value));
  }

  private void addText(String name, @Nullable String text) {
    if (text != null) {
      lines.add(ContentLine.text(name, text));
    }
  }
}
