package dev.perennial.reminders;

import dev.perennial.events.QuietHours;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;

/** Quiet hours in the zone of a person: they follow the local time across clock changes. */
public record QuietTime(QuietHours hours, ZoneId zone) {

  public boolean isQuiet(Instant instant) {
    LocalTime time = instant.atZone(zone).toLocalTime();
    boolean hasBegun = !time.isBefore(hours.from());
    boolean hasNotEnded = time.isBefore(hours.to());
    return hours.from().isBefore(hours.to()) ? hasBegun && hasNotEnded : hasBegun || hasNotEnded;
  }

  /** The end of the quiet hours that contain the instant; the instant itself if none do. */
  public Instant endAt(Instant instant) {
    Instant at = instant;
    // A clock change may end quiet hours, extend them, or lead into the next ones.
    while (isQuiet(at)) {
      Instant end = nextEnd(at);
      ZoneOffsetTransition jump = zone.getRules().nextTransition(at);
      at = jump != null && jump.getInstant().isBefore(end) ? jump.getInstant() : end;
    }
    return at;
  }

  /** The next instant at which the local time is the end; twice a day where clocks are set back. */
  private Instant nextEnd(Instant after) {
    LocalDate date = after.atZone(zone).toLocalDate();
    while (true) {
      LocalDateTime local = date.atTime(hours.to());
      for (ZoneOffset offset : zone.getRules().getValidOffsets(local)) {
        Instant end = local.toInstant(offset);
        if (end.isAfter(after)) {
          return end;
        }
      }
      date = date.plusDays(1);
    }
  }
}
