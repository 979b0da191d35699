package dev.perennial.taskapi.transfer.ical;

import dev.perennial.events.Due;
import dev.perennial.taskapi.transfer.format.LeftOut;
import dev.perennial.taskapi.transfer.format.UserTimes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides which zone the times of a calendar have. No other class of the import does: a time in
 * UTC, a time without a zone (floating), a TZID that is not known, and the zone of a due date are
 * interpreted here.
 */
final class CalendarTimes {

  private static final ZoneId UTC = ZoneId.of("UTC");

  /** The zone of a due date that follows its user to another zone: none. */
  private static final @Nullable ZoneId FLOATING = null;

  private final ZoneNames zones;
  private final UserTimes user;

  CalendarTimes(ZoneNames zones, UserTimes user) {
    this.zones = zones;
    this.user = user;
  }

  /** The time that reminders of all-day tasks are relative to. */
  LocalTime allDayTime() {
    return user.allDayTime();
  }

  /** The zone with this name, without a file's own names; null if it is not known. */
  @Nullable ZoneId named(String name) {
    return zones.zone(name, LocalDate.EPOCH).orElse(null);
  }

  /**
   * A date of a property, or a date and time with its zone.
   *
   * @param leftOut gets a zone that is not known
   * @throws DateTimeException if the value is neither a date nor a date-time
   */
  Due due(ContentLine property, LeftOut leftOut) {
    return due(property, property.value(), leftOut);
  }

  /** As {@link #due(ContentLine, LeftOut)}, of one value of a list. */
  Due due(ContentLine property, String text, LeftOut leftOut) {
    CalendarDates.Value value = CalendarDates.parse(text);
    boolean isDate = "DATE".equalsIgnoreCase(property.parameter("VALUE"));
    if (isDate && value.time() != null) {
      leftOut.add(property.name(), "is a date by its VALUE; its time was left out");
    }
    if (isDate || value.time() == null) {
      return new Due(value.date(), null, null);
    }
    if (value.offset() != null) {
      return inUtc(value.local().toInstant(value.offset()));
    }
    String tzid = property.parameter("TZID");
    return tzid == null
        ? of(value.local(), FLOATING)
        : inZone(property.name(), value.local(), tzid, leftOut);
  }

  private Due inZone(String name, LocalDateTime local, String tzid, LeftOut leftOut) {
    Optional<ZoneId> zone = zones.zone(tzid, local.toLocalDate());
    if (zone.isPresent()) {
      return of(local, zone.get());
    }
    Optional<ZoneOffset> offset = zones.offset(tzid, local);
    if (offset.isPresent()) {
      leftOut.add(name, "has a time zone that no IANA zone is like; its time was changed to UTC");
      return inUtc(local.toInstant(offset.get()));
    }
    leftOut.add(name, "has a time zone that is not known; its time was taken in your zone");
    return of(local, user.zone());
  }

  private static Due inUtc(Instant instant) {
    return of(instant.atOffset(ZoneOffset.UTC).toLocalDateTime(), UTC);
  }

  private static Due of(LocalDateTime local, @Nullable ZoneId zone) {
    return new Due(local.toLocalDate(), local.toLocalTime(), zone);
  }

  /**
   * The instant of a property; of a date, the start of the day in the user's zone.
   *
   * @throws DateTimeException if the value is neither a date nor a date-time
   */
  Instant instant(ContentLine property, LeftOut leftOut) {
    Due due = due(property, leftOut);
    return due.time() == null
        ? due.date().atStartOfDay(userZone()).toInstant()
        : due.date().atTime(due.time()).atZone(zoneOf(due)).toInstant();
  }

  /** The zone in which a due date is evaluated. */
  ZoneId zoneOf(Due due) {
    return due.zone() == null ? userZone() : due.zone();
  }

  /** The due date with the same instant in the zone of the other; itself if it is all-day. */
  Due inZoneOf(Due other, Due due) {
    if (due.time() == null || other.time() == null || zoneOf(due).equals(zoneOf(other))) {
      return due;
    }
    return of(
        due.date()
            .atTime(due.time())
            .atZone(zoneOf(due))
            .withZoneSameInstant(zoneOf(other))
            .toLocalDateTime(),
        other.zone());
  }

  /**
   * The date of the occurrence that EXDATE or RECURRENCE-ID names.
   *
   * @param start of the series
   * @return empty if the series has no occurrence at this time of day
   */
  Optional<LocalDate> dateOf(Due start, Due named) {
    if (start.time() == null || named.time() == null) {
      return Optional.of(named.date());
    }
    Due same = inZoneOf(start, named);
    return Optional.of(same.date()).filter(_ -> start.time().equals(same.time()));
  }

  /** The user's zone. */
  ZoneId userZone() {
    return user.zoneOrUtc();
  }
}
