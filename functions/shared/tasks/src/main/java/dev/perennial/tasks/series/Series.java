package dev.perennial.tasks.series;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.events.Due;
import dev.perennial.events.Recurrence;
import dev.perennial.events.Recurrence.End;
import dev.perennial.tasks.recurrence.Rrule;
import dev.perennial.tasks.recurrence.RuleDates;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rule and the date from which it counts. A series never changes; a new rule starts a new series.
 *
 * @param anchor the first date, which is the first due date unless the rule has a {@code dueAfter}.
 *     It keeps the day on which the rule was set: a monthly rule from the 31st returns to the 31st
 *     after a short month. Null if there is no due date yet; the series then counts from the day on
 *     which its first occurrence is closed
 */
public record Series(UUID id, Recurrence rule, @Nullable Due anchor) {

  public static final int MAX_INTERVAL = Rrule.MAX_INTERVAL;
  public static final LocalDate FIRST_DATE = RuleDates.FIRST;
  public static final LocalDate LAST_DATE = RuleDates.LAST;

  public Series {
    // Checked here and not only where requests are read, since it bounds the work per rule.
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
   * The series that this version of a task starts. Its id is derived from both, so that a command
   * is a pure function of its arguments.
   */
  public static Series startedBy(UUID task, long version, Recurrence rule, @Nullable Due anchor) {
    return new Series(
        UUID.nameUUIDFromBytes(("series/" + task + "/" + version).getBytes(UTF_8)), rule, anchor);
  }

  /**
   * The date, or date and time, that the rule gives an occurrence with this due date: {@code
   * dueAfter} earlier, but not before {@link #FIRST_DATE}.
   */
  public static @Nullable Due start(Recurrence rule, @Nullable Due due) {
    if (rule.dueAfter() == null || due == null) {
      return due;
    }
    Due start = moved(due, rule.dueAfter().negated());
    return start.date().isBefore(FIRST_DATE)
        ? new Due(FIRST_DATE, start.time(), start.zone())
        : start;
  }

  /** The due date of an occurrence: {@code dueAfter} later than what the rule gives. */
  Due due(OccurrenceKey key) {
    Due start = new Due(key.date(), key.time(), anchor.zone());
    return rule.dueAfter() == null ? start : moved(start, rule.dueAfter());
  }

  /** All-day dates are moved by whole days. */
  private static Due moved(Due due, Duration by) {
    if (due.time() == null) {
      return new Due(due.date().plusDays(by.toDays()), null, due.zone());
    }
    LocalDateTime local = due.date().atTime(due.time()).plus(by);
    return new Due(local.toLocalDate(), local.toLocalTime(), due.zone());
  }

  public Occurrence first() {
    return occurrence(anchor, 1);
  }

  /**
   * @param start the date that the rule gives; null if, and only if, there is no anchor
   */
  public Occurrence occurrence(@Nullable Due start, int number) {
    return new Occurrence(this, start == null ? null : OccurrenceKey.of(start), number);
  }

  /** The zone of the series; the user's zone if the series has none. */
  ZoneId zoneOr(ZoneId user) {
    return anchor == null || anchor.zone() == null ? user : anchor.zone();
  }

  /** This series if it has an anchor; otherwise one anchored to this date, all-day. */
  Series anchoredOr(LocalDate date) {
    return anchor != null ? this : new Series(id, rule, new Due(date, null, null));
  }

  /** The same series without the end of its rule. */
  Series endless() {
    return rule.end() == null ? this : new Series(id, rule.endingAt(null), anchor);
  }

  /** Returns true if the occurrence with this number is the last one. */
  boolean endsWith(int number) {
    End end = rule.end();
    return end != null && end.after() != null && number >= end.after();
  }

  /**
   * Returns true if the date is after the last date that the end of the rule allows, or would be
   * due after {@link #LAST_DATE}.
   */
  boolean endsBefore(LocalDate date) {
    End end = rule.end();
    boolean isAfterEnd = end != null && end.until() != null && date.isAfter(end.until());
    return isAfterEnd
        || (rule.dueAfter() != null
            && date.plusDays(rule.dueAfter().toDays() + 1).isAfter(LAST_DATE));
  }
}
