package dev.perennial.taskapi.exchange;

import dev.perennial.events.EventJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The VALARMs of a VTODO (RFC 5545, section 3.6.6), of which a task has the reminders. */
final class Alarms {

  /** More than there may be is told when they are read as JSON; not each is looked at for it. */
  private static final int MOST = 100;

  private final List<Component> all;

  Alarms(Component todo) {
    all = todo.parts().stream().filter(part -> part.name().equals("VALARM")).toList();
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** As they are written beside ours. */
  String triggers() {
    return TodoWriter.triggers(
        all.stream().map(alarm -> alarm.value("TRIGGER").orElse("").strip()));
  }

  /**
   * Each once.
   *
   * @throws DateTimeException if one is neither a duration nor a moment
   * @throws ArithmeticException if one is too long
   */
  ArrayNode reminders() {
    ArrayNode reminders = EventJson.MAPPER.createArrayNode();
    all.stream()
        .limit(MOST)
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
        CalendarDates.moment(trigger.value()).atOffset(ZoneOffset.UTC).toLocalDateTime();
    return reminder.put("at", at.toString()).put("zone", "UTC");
  }
}
