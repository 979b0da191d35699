package dev.perennial.tasks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.End;
import dev.perennial.tasks.recurrence.Rrule;
import dev.perennial.tasks.recurrence.RuleDates;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A task that comes back: the rule, and the first due from which it counts. A series never changes;
 * a new rule is a new series.
 *
 * @param anchor keeps the day the rule was set on: monthly from the 31st comes back to the 31st
 *     after a short month. Null if there is no due date yet: then the series counts from the day on
 *     which its first occurrence is closed
 */
public record Series(UUID id, Recurrence rule, @Nullable Due anchor) {

  public static final int MAX_INTERVAL = Rrule.MAX_INTERVAL;
  public static final LocalDate FIRST_DATE = RuleDates.FIRST;
  public static final LocalDate LAST_DATE = RuleDates.LAST;

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
    return turn(anchor, 1);
  }

  /**
   * @param due when it is due by the rule; null if, and only if, there is no anchor
   */
  Occurrence turn(@Nullable Due due, int number) {
    return new Occurrence(this, due == null ? null : OccurrenceKey.of(due), number);
  }

  /** Its own zone, or else that of the person who acts on it. */
  ZoneId zoneOr(ZoneId person) {
    return anchor == null || anchor.zone() == null ? person : anchor.zone();
  }

  /** This series if it has an anchor; otherwise the same one, counting whole days from here. */
  Series anchoredOr(LocalDate date) {
    return anchor != null ? this : new Series(id, rule, new Due(date, null, null));
  }

  /** The same as if its rule had no end. */
  Series endless() {
    return rule.end() == null ? this : new Series(id, rule.endingAt(null), anchor);
  }

  /** Whether the occurrence of this number is the last one. */
  boolean endsWith(int number) {
    End end = rule.end();
    return end != null && end.after() != null && number >= end.after();
  }

  /** Whether this date is after the last one there may be. */
  boolean endsBefore(LocalDate date) {
    End end = rule.end();
    return end != null && end.until() != null && date.isAfter(end.until());
  }
}
