package dev.perennial.taskapi.transfer.ical;

import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.taskapi.fields.RecurrenceFields;
import dev.perennial.taskapi.fields.TimeFields;
import dev.perennial.taskapi.transfer.format.LeftOut;
import dev.perennial.tasks.recurrence.RefusedRule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads when a VTODO starts, is due and recurs, into the JSON of its task. */
final class TodoDates {

  static final Set<String> OF_SERIES =
      Set.of("recurrence", "seriesId", "occurrence", "occurrenceNumber", "anchor", "carried");

  private final Component todo;
  private final CalendarTimes times;
  private final ObjectNode json;
  private final LeftOut leftOut;
  private final @Nullable Due due;
  private final @Nullable Due start;

  private TodoDates(Component todo, CalendarTimes times, ObjectNode json, LeftOut leftOut) {
    this.todo = todo;
    this.times = times;
    this.json = json;
    this.leftOut = leftOut;
    this.due = readDue();
    this.start = readStart(due);
  }

  /**
   * @param json gets the due date and the recurrence; has the extension properties
   */
  static TodoDates read(Component todo, CalendarTimes times, ObjectNode json, LeftOut leftOut) {
    TodoDates dates = new TodoDates(todo, times, json, leftOut);
    if (dates.due != null) {
      json.set("due", EventJson.MAPPER.valueToTree(dates.due));
    }
    dates.readRule();
    return dates;
  }

  /** Null if there is none. */
  @Nullable Due due() {
    return due;
  }

  /** In the zone of the due date; null if there is none or it is not before the due date. */
  @Nullable Due start() {
    return start;
  }

  private Optional<String> extension(String name) {
    return Extensions.text(name, todo);
  }

  private @Nullable Due readDue() {
    Due read = date("DUE");
    if (read == null) {
      read = startAndDuration();
    } else if (todo.property("DURATION").isPresent()) {
      leftOut.add("DURATION", "has no effect with DUE");
    }
    ZoneId zone =
        read == null || read.time() != null ? null : extension("zone").map(this::zone).orElse(null);
    return zone == null || read == null ? read : new Due(read.date(), null, zone);
  }

  /** Null if it is not known. */
  private @Nullable ZoneId zone(String name) {
    ZoneId zone = times.named(name);
    if (zone == null) {
      leftOut.add(Extensions.name("zone"), "must be the name of an IANA time zone");
    }
    return zone;
  }

  private @Nullable Due startAndDuration() {
    Optional<String> duration = todo.value("DURATION");
    boolean isExportedWithoutDue = extension(Extensions.RRULE).isPresent();
    Due start = isExportedWithoutDue ? null : date("DTSTART");
    if (start == null && duration.isPresent()) {
      leftOut.add("DURATION", "has no effect without DTSTART");
    }
    if (start == null || duration.isEmpty()) {
      return start;
    }
    try {
      CalendarDuration length = CalendarDuration.read(duration.get());
      LocalDateTime end =
          start.time() == null
              ? length.after(local(start))
              : length.after(local(start).atZone(times.zoneOf(start))).toLocalDateTime();
      return new Due(
          end.toLocalDate(), start.time() == null ? null : end.toLocalTime(), start.zone());
    } catch (DateTimeException | ArithmeticException wrong) {
      leftOut.add("DURATION", "must be a duration such as P1D or PT1H30M");
      return start;
    }
  }

  /** Null if there is none, or it is not a date. */
  private @Nullable Due date(String name) {
    try {
      return todo.property(name).map(property -> times.due(property, leftOut)).orElse(null);
    } catch (DateTimeException invalid) {
      leftOut.add(name, "must be a date or a date-time");
      return null;
    }
  }

  private @Nullable Due readStart(@Nullable Due due) {
    Due read = due == null ? null : date("DTSTART");
    if (read == null || due == null) {
      return null;
    }
    Due same = times.inZoneOf(due, read);
    if ((same.time() == null) != (due.time() == null)
        || local(same).isAfter(local(due))
        || local(same).isBefore(local(due).minus(TimeFields.MAX_DURATION))) {
      leftOut.add("DTSTART", "must be up to 366 days before DUE, and a date or date-time like it");
      return null;
    }
    return same;
  }

  private static LocalDateTime local(Due due) {
    return due.date().atTime(due.time() == null ? LocalTime.MIDNIGHT : due.time());
  }

  /** The rule counts from the start, and each occurrence is due as long after it as the first. */
  private void readRule() {
    Optional<String> rrule = todo.value("RRULE").map(String::strip);
    Due from = start == null ? due : start;
    List<LocalDate> except = from == null ? List.of() : exceptions(from);
    boolean isUnchanged =
        json.has("recurrence")
            && rrule.equals(extension(Extensions.RRULE))
            && (rrule.isEmpty() || from == null || except.equals(exportedExceptions(from)));
    boolean isHistory = json.has("recurrence") && json.has("status") && rrule.isEmpty();
    if (isUnchanged || isHistory) {
      return;
    }
    // The rule was changed after the export, or is not from an export.
    json.remove(OF_SERIES);
    rrule.ifPresent(text -> readRule(text, from, except));
    boolean recurs = json.has("recurrence");
    if (!recurs && start != null && !start.equals(due)) {
      leftOut.add("DTSTART", "is kept for recurring tasks only; reminders still count from it");
    }
    if (todo.property("EXDATE").isPresent() && (!recurs || from == null)) {
      leftOut.add("EXDATE", "has no effect without " + (recurs ? "DTSTART or DUE" : "RRULE"));
    }
  }

  private void readRule(String rrule, @Nullable Due from, List<LocalDate> except) {
    try {
      Duration dueAfter =
          from == null || due == null ? null : Duration.between(local(from), local(due));
      ZoneId zone = from == null ? times.userZone() : times.zoneOf(from);
      json.set(
          "recurrence",
          EventJson.MAPPER.valueToTree(RruleReader.read(rrule, from, zone).with(except, dueAfter)));
      if (from != null && !from.equals(due)) {
        json.set("anchor", EventJson.MAPPER.valueToTree(from));
      }
    } catch (RefusedRule refused) {
      leftOut.add("RRULE", String.valueOf(refused.getMessage()));
    }
  }

  /** The dates of the occurrences that EXDATE leaves out, in order. */
  private List<LocalDate> exceptions(Due from) {
    List<LocalDate> all =
        todo.all("EXDATE").stream()
            .flatMap(
                exdate ->
                    Stream.of(exdate.value().split(","))
                        .flatMap(text -> exception(exdate, text, from).stream()))
            .filter(date -> !date.isBefore(from.date()))
            .distinct()
            .sorted()
            .toList();
    if (all.size() > RecurrenceFields.MAX_EXCEPTIONS) {
      leftOut.add("EXDATE", "has more than " + RecurrenceFields.MAX_EXCEPTIONS + " dates");
    }
    return all.stream().limit(RecurrenceFields.MAX_EXCEPTIONS).toList();
  }

  private Optional<LocalDate> exception(ContentLine exdate, String text, Due from) {
    try {
      Optional<LocalDate> date = times.dateOf(from, times.due(exdate, text, leftOut));
      if (date.isEmpty()) {
        leftOut.add("EXDATE", "has a time at which there is no occurrence");
      }
      return date;
    } catch (DateTimeException invalid) {
      leftOut.add("EXDATE", "must be dates or date-times");
      return Optional.empty();
    }
  }

  private List<LocalDate> exportedExceptions(Due from) {
    try {
      return json.path("recurrence")
          .path("except")
          .valueStream()
          .map(date -> LocalDate.parse(date.asString("")))
          .filter(date -> !date.isBefore(from.date()))
          .toList();
    } catch (DateTimeException changed) {
      return List.of();
    }
  }
}
