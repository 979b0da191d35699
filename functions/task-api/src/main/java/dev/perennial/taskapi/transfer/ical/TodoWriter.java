package dev.perennial.taskapi.transfer.ical;

import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.Basis;
import dev.perennial.events.Reminder;
import dev.perennial.events.TaskSnapshot;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.taskapi.transfer.format.UserTimes;
import dev.perennial.taskapi.transfer.json.TaskJson;
import dev.perennial.tasks.recurrence.RruleText;
import dev.perennial.tasks.series.Occurrence;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Task;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Writes a task as a VTODO (RFC 5545, section 3.6.2). */
final class TodoWriter {

  private final Task task;
  private final TaskSnapshot snapshot;
  private final UserTimes user;
  private final List<ContentLine> lines = new ArrayList<>();

  private TodoWriter(Task task, UserTimes user) {
    this.task = task;
    this.snapshot = task.snapshot();
    this.user = user;
  }

  /**
   * The VTODO of a task. If only the open occurrence of a series was changed, it is the VTODO of
   * the series, followed by one of the occurrence (RFC 5545, section 3.8.4.4).
   *
   * @param user who exports
   */
  static List<ContentLine> write(Task task, UserTimes user) {
    TodoWriter writer = new TodoWriter(task, user);
    if (writer.isChangedOccurrence()) {
      writer.writeSeries();
      writer.writeOccurrence();
    } else {
      writer.writeTask();
    }
    return writer.lines;
  }

  private boolean isChangedOccurrence() {
    Occurrence occurrence = task.occurrence();
    Due due = snapshot.due();
    return occurrence != null
        && task.isOpen()
        && due != null
        && occurrence.due() != null
        && (task.carried() != null || !occurrence.due().equals(due));
  }

  private void writeTask() {
    begin();
    addContent(task.content());
    addStatus();
    addDates(snapshot.due());
    addExtensions(task.carried() == null ? Extensions.WRITTEN : Extensions.WITH_CARRIED);
    addZone(snapshot.due());
    addReminders(task.content(), snapshot.due());
    add("END", "VTODO");
  }

  private void writeSeries() {
    Content content = task.carried() == null ? task.content() : task.carried();
    Due due = task.occurrence().due();
    begin();
    addContent(content);
    addStatus();
    addDates(due);
    addExtensions(Extensions.WRITTEN);
    addZone(due);
    addReminders(content, due);
    add("END", "VTODO");
  }

  private void writeOccurrence() {
    begin();
    lines.add(CalendarDates.property("RECURRENCE-ID", task.occurrence().start()));
    addContent(task.content());
    addStatus();
    lines.add(CalendarDates.property("DUE", snapshot.due()));
    addZone(snapshot.due());
    addReminders(task.content(), snapshot.due());
    add("END", "VTODO");
  }

  private void begin() {
    add("BEGIN", "VTODO");
    add("UID", snapshot.id().toString());
    lines.add(CalendarDates.property("DTSTAMP", snapshot.updatedAt()));
    lines.add(CalendarDates.property("CREATED", snapshot.createdAt()));
    lines.add(CalendarDates.property("LAST-MODIFIED", snapshot.updatedAt()));
    add("SEQUENCE", String.valueOf(Math.min(snapshot.version(), Integer.MAX_VALUE)));
  }

  private void addContent(Content content) {
    addText("SUMMARY", content.title());
    addText("DESCRIPTION", content.description());
    add("PRIORITY", priority(content.priority()));
    addTags(content.tags());
    addText(Extensions.name("assignee"), content.assignee());
  }

  /** In one property, unless one of them is not representable there. */
  private void addTags(List<String> tags) {
    List<ContentLine> each = tags.stream().map(tag -> ContentLine.text("CATEGORIES", tag)).toList();
    if (each.stream().anyMatch(line -> !line.parameters().isEmpty())) {
      lines.addAll(each);
    } else if (!each.isEmpty()) {
      add("CATEGORIES", each.stream().map(ContentLine::value).collect(Collectors.joining(",")));
    }
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

  /** The rule counts from DTSTART, and each occurrence is due as long after it as this one. */
  private void addDates(@Nullable Due due) {
    Occurrence occurrence = task.occurrence();
    if (occurrence != null && task.isOpen()) {
      Due start = occurrence.start() == null ? due : occurrence.start();
      if (start != null) {
        String rrule = rrule(occurrence, start);
        lines.add(CalendarDates.property("DTSTART", start));
        add("RRULE", rrule);
        addExceptions(occurrence.series().rule(), start);
        addText(Extensions.name(Extensions.RRULE), rrule);
      }
    }
    if (due != null) {
      lines.add(CalendarDates.property("DUE", due));
    }
  }

  private void addExceptions(Recurrence rule, Due start) {
    List<Due> except =
        rule.except() == null
            ? List.of()
            : rule.except().stream()
                .filter(date -> !date.isBefore(start.date()))
                .map(date -> new Due(date, start.time(), start.zone()))
                .toList();
    if (!except.isEmpty()) {
      lines.add(CalendarDates.list("EXDATE", except));
    }
  }

  private static String rrule(Occurrence occurrence, Due start) {
    Recurrence rule = occurrence.series().rule();
    Due anchor = occurrence.series().anchor();
    boolean countsFromHere = anchor == null || rule.basis() == Basis.COMPLETION;
    Due from = countsFromHere ? start : new Due(anchor.date(), start.time(), start.zone());
    return RruleText.of(rule, from, occurrence.number());
  }

  private void addExtensions(List<String> names) {
    JsonNode json = TaskJson.of(task);
    for (String name : names) {
      JsonNode value = json.path(name);
      if (value.isContainer()) {
        addText(Extensions.name(name), value.toString());
      } else if (!value.isNull() && !value.isMissingNode()) {
        addText(Extensions.name(name), value.asString());
      }
    }
    for (String name : Extensions.INSTANTS) {
      JsonNode value = json.path(name);
      if (!value.isNull() && !isWholeSecond(Instant.parse(value.asString()))) {
        addText(Extensions.name(name), value.asString());
      }
    }
    if (snapshot.skippedAt() != null) {
      addText(Extensions.name("skippedAt"), snapshot.skippedAt().toString());
    }
  }

  private void addZone(@Nullable Due due) {
    if (due != null && due.time() == null && due.zone() != null) {
      addText(Extensions.name("zone"), due.zone().getId());
    }
  }

  private static boolean isWholeSecond(Instant instant) {
    return instant.equals(instant.truncatedTo(ChronoUnit.SECONDS));
  }

  private void addReminders(Content content, @Nullable Due due) {
    List<Reminder> reminders = content.reminders();
    if (reminders == null) {
      return;
    }
    boolean hasReference = due != null || reminders.stream().noneMatch(Reminder::movesWithDue);
    List<ContentLine> triggers =
        hasReference ? reminders.stream().map(each -> trigger(each, due)).toList() : List.of();
    addText(Extensions.name("reminders"), EventJson.MAPPER.writeValueAsString(reminders));
    addText(
        Extensions.name(Extensions.TRIGGERS),
        Extensions.triggers(triggers.stream().map(ContentLine::value)));
    triggers.forEach(trigger -> addAlarm(content.title(), trigger));
  }

  private void addAlarm(String title, ContentLine trigger) {
    add("BEGIN", "VALARM");
    add("ACTION", "DISPLAY");
    addText("DESCRIPTION", title);
    lines.add(trigger);
    add("END", "VALARM");
  }

  private ContentLine trigger(Reminder reminder, @Nullable Due due) {
    LocalDateTime at = reminder.at();
    if (at != null) {
      ZoneId zone = reminder.zone() == null ? user.zoneOrUtc() : reminder.zone();
      Instant instant = at.atZone(zone).toInstant();
      return ContentLine.of("TRIGGER", CalendarDates.utc(instant)).with("VALUE", "DATE-TIME");
    }
    // Of a series the trigger is for all occurrences, so a change of the clock does not count.
    ZoneId zone = task.occurrence() == null ? user.zoneOrUtc() : ZoneOffset.UTC;
    return Alarms.trigger(reminder.before(), due, user.allDayTime(), zone);
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
