package dev.perennial.reminders;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * The digest of a local day, and when it goes out: on that day, once, whatever the zone's clocks
 * do. A time that clocks jump over is later by the jump, one that they have twice is the first.
 */
public record DigestDay(LocalDate date, Instant at) {

  /** Of the first day, not before this one, whose digest is still to come. */
  public static DigestDay next(LocalDate notBefore, Instant after, LocalTime time, ZoneId zone) {
    // A zone may have the instant's date twice, having crossed the date line.
    LocalDate today = after.atZone(zone).toLocalDate().minusDays(1);
    LocalDate date = notBefore.isAfter(today) ? notBefore : today;
    while (true) {
      Optional<Instant> at = instantOn(date, time, zone);
      if (at.isPresent() && at.get().isAfter(after)) {
        return new DigestDay(date, at.get());
      }
      date = date.plusDays(1);
    }
  }

  /** Of the first day after this one, be it past. */
  public static DigestDay following(LocalDate day, LocalTime time, ZoneId zone) {
    LocalDate date = day.plusDays(1);
    while (true) {
      Optional<Instant> at = instantOn(date, time, zone);
      if (at.isPresent()) {
        return new DigestDay(date, at.get());
      }
      date = date.plusDays(1);
    }
  }

  /** Empty if the zone never had that day. */
  private static Optional<Instant> instantOn(LocalDate date, LocalTime time, ZoneId zone) {
    ZonedDateTime resolved = ZonedDateTime.of(date, time, zone);
    if (resolved.toLocalDate().equals(date)) {
      return Optional.of(resolved.toInstant());
    }
    // The jump goes over midnight: the day's last second, if it has begun at all.
    ZoneOffsetTransition jump = zone.getRules().getTransition(date.atTime(time));
    Instant last = jump.getInstant().minusSeconds(1);
    return Optional.of(last).filter(at -> at.atZone(zone).toLocalDate().equals(date));
  }
}
