package dev.perennial.taskapi.exchange;

import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Reminder;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.tasks.Occurrence;
import dev.perennial.tasks.Task;
import dev.perennial.tasks.recurrence.RruleText;
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

/** A task as a VTODO (RFC 5545, section 3.6.2). */
final class TodoWriter {

  /** What the VTODO has no property for, by the names of the JSON. */
  static final List<String> OURS =
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

  /** With what the rule was written beside it: while that stands, ours does. */
  static final String RRULE = "rrule";

  /** With which alarms the reminders were written. */
  static final String TRIGGERS = "triggers";

  /** Moments, of which iCalendar says no more than the second. */
  private static final Set<String> IN_FULL = Set.of("createdAt", "completedAt");

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

  /** The property for what is ours. */
  static String ours(String name) {
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
    addOurs();
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
    Occurrence turn = task.occurrence();
    if (turn != null && task.isOpen()) {
      Due start = start(turn, due);
      if (start != null) {
        String rrule = rrule(turn, start);
        lines.add(CalendarDates.property("DTSTART", start));
        add("RRULE", rrule);
        addText(ours(RRULE), rrule);
      }
    }
    if (due != null) {
      lines.add(CalendarDates.property("DUE", due));
    }
  }

  /** Where the rule goes on from here; a due date must not be before it, nor of another type. */
  private static @Nullable Due start(Occurrence turn, @Nullable Due due) {
    Due by = turn.due();
    if (by == null || due == null) {
      return by == null ? due : by;
    }
    boolean isSameType = (by.time() == null) == (due.time() == null);
    return isSameType && !local(by).isAfter(local(due)) ? by : due;
  }

  private static LocalDateTime local(Due due) {
    return due.time() == null ? due.date().atStartOfDay() : due.date().atTime(due.time());
  }

  private static String rrule(Occurrence turn, Due start) {
    Recurrence rule = turn.series().rule();
    Due anchor = turn.series().anchor();
    boolean countsFromHere = anchor == null || rule.basis() == Basis.COMPLETION;
    Due from = countsFromHere ? start : new Due(anchor.date(), start.time(), start.zone());
    return RruleText.of(rule, from, turn.number());
  }

  private void addOurs() {
    JsonNode json = TaskJson.of(task);
    for (String name : OURS) {
      JsonNode value = json.path(name);
      if (value.isContainer()) {
        addText(ours(name), value.toString());
      } else if (!value.isNull() && !value.isMissingNode()) {
        addText(ours(name), value.asString());
      }
    }
    for (String name : IN_FULL) {
      JsonNode value = json.path(name);
      if (!value.isNull() && !isWholeSecond(Instant.parse(value.asString()))) {
        addText(ours(name), value.asString());
      }
    }
    if (snapshot.skippedAt() != null) {
      addText(ours("skippedAt"), snapshot.skippedAt().toString());
    }
    Due due = snapshot.due();
    if (due != null && due.time() == null && due.zone() != null) {
      addText(ours("zone"), due.zone().getId());
    }
  }

  private static boolean isWholeSecond(Instant moment) {
    return moment.equals(moment.truncatedTo(ChronoUnit.SECONDS));
  }

  private void addReminders() {
    List<Reminder> reminders = snapshot.reminders();
    if (reminders == null) {
      return;
    }
    boolean canBeSaid =
        snapshot.due() != null || reminders.stream().noneMatch(Reminder::movesWithDue);
    List<ContentLine> triggers =
        canBeSaid ? reminders.stream().map(TodoWriter::trigger).toList() : List.of();
    addText(ours("reminders"), EventJson.MAPPER.writeValueAsString(reminders));
    addText(ours(TRIGGERS), triggers(triggers.stream().map(ContentLine::value)));
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
      Instant moment =
          at.atZone(reminder.zone() == null ? ZoneOffset.UTC : reminder.zone()).toInstant();
      return ContentLine.of("TRIGGER", CalendarDates.utc(moment)).with("VALUE", "DATE-TIME");
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
