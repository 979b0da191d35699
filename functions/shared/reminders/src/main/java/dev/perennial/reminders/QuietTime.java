package dev.perennial.reminders;

import dev.perennial.events.QuietHours;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
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
    // Clocks that jump may jump from one quiet into the next, for hours that are nearly the day.
    while (isQuiet(at)) {
      at = nextEnd(at);
    }
    return at;
  }

  private Instant nextEnd(Instant after) {
    LocalDate date = after.atZone(zone).toLocalDate();
    while (true) {
      ZonedDateTime first = ZonedDateTime.of(date, hours.to(), zone);
      Instant end = endOn(date, first);
      if (end.isAfter(after)) {
        return end;
      }
      // Where clocks went back, the day has the time twice.
      Instant second = first.withLaterOffsetAtOverlap().toInstant();
      if (second.isAfter(after)) {
        return second;
      }
      date = date.plusDays(1);
    }
  }

  /** Clocks that jump over the end have reached it when they jump. */
  private Instant endOn(LocalDate date, ZonedDateTime resolved) {
    ZoneOffsetTransition jump = zone.getRules().getTransition(date.atTime(hours.to()));
    return jump != null && jump.isGap() ? jump.getInstant() : resolved.toInstant();
  }
}
