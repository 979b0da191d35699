package dev.perennial.taskapi.transfer.ical;

import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.NominalDays;
import dev.perennial.taskapi.fields.ReminderFields;
import dev.perennial.taskapi.fields.TimeFields;
import dev.perennial.taskapi.transfer.format.LeftOut;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The VALARMs of a VTODO (RFC 5545, section 3.6.6), as reminders. A trigger is relative to the
 * start, or with RELATED=END to the due date, and of an all-day one to its local midnight. A
 * reminder is relative to the due date, and of an all-day one to the user's time for these.
 */
final class Alarms {

  /** Bounds the work. */
  private static final int MAX_ALARMS = 1_000;

  /** Properties that are read, and those that say neither when it comes nor to whom. */
  private static final Set<String> KNOWN =
      Set.of(
          "ACTION",
          "TRIGGER",
          "REPEAT",
          "DURATION",
          "DESCRIPTION",
          "SUMMARY",
          "ATTACH",
          "UID",
          "ACKNOWLEDGED");

  private final List<Component> all;

  Alarms(Component todo) {
    all =
        todo.parts().stream()
            .filter(part -> part.name().equals("VALARM") && !saysNone(part))
            .toList();
  }

  /** Apple marks that there is no alarm by one with the action NONE. */
  static boolean saysNone(Component alarm) {
    return "NONE".equalsIgnoreCase(alarm.value("ACTION").orElse("").strip());
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Their triggers in the form of the {@link Extensions#TRIGGERS} property. */
  String triggers() {
    return Extensions.triggers(
        all.stream().map(alarm -> alarm.value("TRIGGER").orElse("").strip()));
  }

  /** The first reminders, as many as a task may have, without duplicates. */
  ArrayNode reminders(Reference reference, LeftOut leftOut) {
    ArrayNode reminders = EventJson.MAPPER.createArrayNode();
    List<ObjectNode> distinct =
        all.stream()
            .limit(MAX_ALARMS)
            .flatMap(alarm -> reminder(alarm, reference, leftOut).stream())
            .distinct()
            .toList();
    if (distinct.size() > ReminderFields.MAX_REMINDERS || all.size() > MAX_ALARMS) {
      leftOut.add("VALARM", "are more than " + ReminderFields.MAX_REMINDERS);
    }
    distinct.stream().limit(ReminderFields.MAX_REMINDERS).forEach(reminders::add);
    return reminders;
  }

  private static Optional<ObjectNode> reminder(
      Component alarm, Reference reference, LeftOut leftOut) {
    if (alarm.property("REPEAT").isPresent()) {
      leftOut.add("REPEAT", "is not supported; the reminder comes once");
    }
    alarm.properties().stream()
        .map(ContentLine::name)
        .filter(name -> !isKnown(name))
        .forEach(name -> leftOut.add(name, "of a VALARM is not supported"));
    try {
      return Optional.of(
          reference.reminder(
              alarm
                  .property("TRIGGER")
                  .orElseThrow(() -> new DateTimeException("without a trigger")),
              leftOut));
    } catch (DateTimeException | ArithmeticException invalid) {
      leftOut.add("VALARM", "has a TRIGGER that is neither a duration nor a date-time");
      return Optional.empty();
    }
  }

  /** Those of other programs are their bookkeeping, but for alarms at a place. */
  private static boolean isKnown(String name) {
    return KNOWN.contains(name) || (name.startsWith("X-") && !name.endsWith("PROXIMITY"));
  }

  /**
   * What the triggers of a task are relative to.
   *
   * @param start in the zone of the due date; null if there is none
   * @param due null if there is none
   * @param recurs whether the reminders are for the next occurrences too
   */
  record Reference(CalendarTimes times, @Nullable Due start, @Nullable Due due, boolean recurs) {

    private ObjectNode reminder(ContentLine trigger, LeftOut leftOut) {
      boolean isInstant = "DATE-TIME".equalsIgnoreCase(trigger.parameter("VALUE"));
      if (!isInstant && trigger.value().toUpperCase(Locale.ROOT).indexOf('P') >= 0) {
        boolean isOfEnd = "END".equalsIgnoreCase(trigger.parameter("RELATED"));
        return relative(CalendarDuration.read(trigger.value()), isOfEnd ? due : reference());
      }
      Instant at = times.instant(trigger, leftOut);
      Duration before = recurs && due != null ? before(at, due) : null;
      // An absolute reminder would be for this occurrence only.
      return before != null && before.abs().compareTo(TimeFields.MAX_DURATION) <= 0
          ? before(before)
          : at(at);
    }

    private static ObjectNode before(Duration before) {
      return EventJson.MAPPER.createObjectNode().put("before", before.toString());
    }

    private static ObjectNode at(Instant at) {
      return EventJson.MAPPER
          .createObjectNode()
          .put("at", at.atOffset(ZoneOffset.UTC).toLocalDateTime().toString())
          .put("zone", "UTC");
    }

    private @Nullable Due reference() {
      return start == null ? due : start;
    }

    /**
     * From the instant of the alarm to that of the due date, between which a clock may change. The
     * later occurrences of a series have other instants, so for them it is by local times.
     */
    private ObjectNode relative(CalendarDuration after, @Nullable Due from) {
      if (due == null || from == null) {
        return before(after.inHours().negated());
      }
      LocalDateTime reference = local(from, LocalTime.MIDNIGHT);
      if (recurs) {
        return before(Duration.between(after.after(reference), zero(due)));
      }
      Instant at = after.after(reference.atZone(zone(from))).toInstant();
      return NominalDays.between(zero(due).atZone(zone(due)), at)
          .map(Duration::negated)
          .map(Reference::before)
          .orElseGet(() -> at(at));
    }

    /** Reminders of all-day tasks are in the zone of the user. */
    private ZoneId zone(Due on) {
      return on.time() == null ? times.userZone() : times.zoneOf(on);
    }

    private Duration before(Instant at, Due due) {
      return Duration.between(at.atZone(times.zoneOf(due)).toLocalDateTime(), zero(due));
    }

    private LocalDateTime zero(Due due) {
      return local(due, times.allDayTime());
    }

    private static LocalDateTime local(Due due, LocalTime ofAllDay) {
      return due.date().atTime(due.time() == null ? ofAllDay : due.time());
    }
  }

  /**
   * The trigger of a reminder so long before, relative to the due date.
   *
   * @param zone of the user, in which days begin
   */
  static ContentLine trigger(
      Duration before, @Nullable Due due, LocalTime allDayTime, ZoneId zone) {
    boolean isAllDay = due != null && due.time() == null;
    String after =
        isAllDay
            ? afterMidnight(before, due.date(), allDayTime, zone)
            : CalendarDuration.write(before.negated());
    return ContentLine.of("TRIGGER", after).with("RELATED", "END");
  }

  private static String afterMidnight(
      Duration before, LocalDate day, LocalTime allDayTime, ZoneId zone) {
    ZonedDateTime midnight = day.atTime(LocalTime.MIDNIGHT).atZone(zone);
    ZonedDateTime at = NominalDays.plus(day.atTime(allDayTime).atZone(zone), before.negated());
    return NominalDays.between(midnight, at.toInstant())
        .map(CalendarDuration::write)
        .orElseGet(() -> CalendarDuration.writeExact(Duration.between(midnight, at)));
  }
}
