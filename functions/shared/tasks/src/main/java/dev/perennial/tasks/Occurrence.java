package dev.perennial.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.events.Due;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One turn of a series. */
public record Occurrence(Series series, @Nullable OccurrenceKey key, int number) {

  /**
   * The id of the task that stands for this occurrence: a name-based UUID (RFC 9562, version 3) of
   * {@code <series>/<key>}. Two deliveries, two devices or two functions arrive at the same one, so
   * they can only make one task. The first task of a series has an id of its own, since it was
   * there before.
   */
  public UUID taskId() {
    return UUID.nameUUIDFromBytes((series.id() + "/" + key).getBytes(UTF_8));
  }

  /** When the rule says it is due, whatever the due date of a task may have been moved to. */
  public @Nullable Due due() {
    return key == null ? null : new Due(key.date(), key.time(), series.anchor().zone());
  }

  /**
   * The first occurrence after this one that is also after the completion: what was missed is
   * skipped, and who is early gets the one after this. An all-day occurrence is after a completion
   * if its date is, in the series' zone.
   *
   * @return empty if the calendar ends before, at {@link Series#LAST_DATE}
   */
  public Optional<Occurrence> next(Instant completedAt, ZoneId zone) {
    LocalDate completedOn = completedAt.atZone(series.zone()).toLocalDate();
    // A day earlier than it seems to need: a zone that crossed the date line has moved that day's
    // times into the next.
    LocalDate floor = latest(key.date().plusDays(1), completedOn.minusDays(1));
    return series
        .datesFrom(floor)
        .map(date -> new Occurrence(series, new OccurrenceKey(date, key.time()), number + 1))
        .filter(candidate -> candidate.isAfter(completedAt, completedOn))
        .findFirst();
  }

  /** Whether its local date depends on where somebody is. */
  public boolean isWithoutZone() {
    Due anchor = series.anchor();
    return anchor == null || anchor.zone() == null;
  }

  private boolean isAfter(Instant completedAt, LocalDate completedOn) {
    if (key.time() == null) {
      return key.date().isAfter(completedOn);
    }
    // Moves a time in a gap forward by the gap, and takes the first of two in an overlap.
    return ZonedDateTime.of(key.date(), key.time(), series.zone()).toInstant().isAfter(completedAt);
  }

  private static LocalDate latest(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }
}
