package dev.perennial.taskapi.transfer.ical;

import dev.perennial.events.EventJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The VALARMs of a VTODO (RFC 5545, section 3.6.6), as reminders. */
final class Alarms {

  /** Bounds the work; more reminders than allowed are refused when the JSON is read. */
  private static final int MAX_ALARMS = 100;

  private final List<Component> all;

  Alarms(Component todo) {
    all = todo.parts().stream().filter(part -> part.name().equals("VALARM")).toList();
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Their triggers in the form of the {@link TodoWriter#TRIGGERS} property. */
  String triggers() {
    return TodoWriter.triggers(
        all.stream().map(alarm -> alarm.value("TRIGGER").orElse("").strip()));
  }

  /**
   * The reminders without duplicates.
   *
   * @throws DateTimeException if a trigger is neither a duration nor an instant
   * @throws ArithmeticException if a trigger is too long
   */
  ArrayNode reminders() {
    ArrayNode reminders = EventJson.MAPPER.createArrayNode();
    all.stream()
        .limit(MAX_ALARMS)
        .flatMap(alarm -> alarm.property("TRIGGER").stream())
        .map(Alarms::reminder)
        .distinct()
        .forEach(reminders::add);
    return reminders;
  }

  private static ObjectNode reminder(ContentLine trigger) {
    ObjectNode reminder = EventJson.MAPPER.createObjectNode();
    if (trigger.value().indexOf('P') >= 0) {
      Duration before = CalendarDurations.read(trigger.value()).negated();
      return reminder.put("before", before.toString());
    }
    LocalDateTime at =
        CalendarDates.instant(trigger.value()).atOffset(ZoneOffset.UTC).toLocalDateTime();
    return reminder.put("at", at.toString()).put("zone", "UTC");
  }
}
