package dev.perennial.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A task that comes back: the rule, and the first due from which it counts. A series never changes;
 * a new rule is a new series.
 *
 * @param anchor keeps the day the rule was set on: monthly from the 31st comes back to the 31st
 *     after a short month
 */
public record Series(UUID id, Recurrence rule, @Nullable Due anchor) {

  public static final int MAX_INTERVAL = 1_000;
  public static final LocalDate FIRST_DATE = LocalDate.of(1900, 1, 1);
  public static final LocalDate LAST_DATE = LocalDate.of(9999, 12, 31);

  public Series {
    // What bounds the engine's work is checked where the series is made, not only where a request
    // is read.
    if (rule.interval() < 1 || rule.interval() > MAX_INTERVAL) {
      throw new IllegalArgumentException(
          "interval must be 1 to " + MAX_INTERVAL + ", not " + rule.interval());
    }
    if (anchor != null
        && (anchor.date().isBefore(FIRST_DATE) || anchor.date().isAfter(LAST_DATE))) {
      throw new IllegalArgumentException(
          "a series starts between " + FIRST_DATE + " and " + LAST_DATE);
    }
  }

  /**
   * The series that this version of a task started. The id is derived, so that an act stays a
   * function of what it is given.
   */
  static Series startedBy(UUID task, long version, Recurrence rule, @Nullable Due anchor) {
    return new Series(
        UUID.nameUUIDFromBytes(("series/" + task + "/" + version).getBytes(UTF_8)), rule, anchor);
  }

  Occurrence first() {
    return new Occurrence(this, anchor == null ? null : OccurrenceKey.of(anchor), 1);
  }

  ZoneId zone() {
    return anchor == null || anchor.zone() == null ? ZoneOffset.UTC : anchor.zone();
  }

  /** The series' dates from this one on, in order, up to {@link #LAST_DATE}. */
  Stream<LocalDate> datesFrom(LocalDate floor) {
    return new RuleDates(rule, Objects.requireNonNull(anchor).date())
        .from(floor)
        .takeWhile(date -> !date.isAfter(LAST_DATE));
  }
}
