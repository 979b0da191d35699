package dev.perennial.reminders;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;

/**
 * The digest of a local day and the instant it is due. Every local day that exists in the zone has
 * exactly one digest. A local time skipped by a clock change is moved forward by the gap; of a time
 * that occurs twice the first is used.
 */
public record DigestDay(LocalDate date, Instant at) {

  /** The first digest after this instant, on this day or a later one. */
  public static DigestDay next(LocalDate notBefore, Instant after, LocalTime time, ZoneId zone) {
    // A zone that crosses the date line may have the same date twice.
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

  /** The digest of the first day after this one, even if its time is past. */
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

  /** The instant of a digest; empty if the day does not exist in the zone. */
  private static Optional<Instant> instantOn(LocalDate date, LocalTime time, ZoneId zone) {
    ZonedDateTime resolved = ZonedDateTime.of(date, time, zone);
    if (resolved.toLocalDate().equals(date)) {
      return Optional.of(resolved.toInstant());
    }
    // The gap spans midnight: use the last second of the day, if the day exists.
    ZoneOffsetTransition jump = zone.getRules().getTransition(date.atTime(time));
    Instant last = jump.getInstant().minusSeconds(1);
    return Optional.of(last).filter(at -> at.atZone(zone).toLocalDate().equals(date));
  }
}
