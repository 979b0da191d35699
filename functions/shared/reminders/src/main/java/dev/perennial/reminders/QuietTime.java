package dev.perennial.reminders;

import dev.perennial.events.QuietHours;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;

/** Quiet hours where somebody is: by the clock on their wall, whatever summer time does to it. */
public record QuietTime(QuietHours hours, ZoneId zone) {

  public boolean isQuiet(Instant instant) {
    LocalTime time = instant.atZone(zone).toLocalTime();
    boolean hasBegun = !time.isBefore(hours.from());
    boolean hasNotEnded = time.isBefore(hours.to());
    return hours.from().isBefore(hours.to()) ? hasBegun && hasNotEnded : hasBegun || hasNotEnded;
  }

  /** When the quiet that the instant falls into ends; the instant itself if it falls into none. */
  public Instant endAt(Instant instant) {
    Instant at = instant;
    // Clocks that jump may end it, go on with it, or jump from one quiet into the next.
    while (isQuiet(at)) {
      Instant end = nextEnd(at);
      ZoneOffsetTransition jump = zone.getRules().nextTransition(at);
      at = jump != null && jump.getInstant().isBefore(end) ? jump.getInstant() : end;
    }
    return at;
  }

  /** When the clock on the wall shows the end: where clocks went back, twice a day. */
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
