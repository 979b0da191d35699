package dev.perennial.taskinsights.history;

import dev.perennial.taskinsights.history.PersonDays.DayHour;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a task counts for, on one day of one person.
 *
 * @param task its state now
 * @param seconds from its creation to its completion; null unless it counts as completed
 * @param lateSeconds how much later than due it was completed, 0 if on time; null if it was not due
 *     or does not count as completed
 * @param overdueFrom since when it is overdue if it is open; null unless it counts as due
 * @param closedDay the person's day on which it was closed; null unless it counts as due and is
 *     closed
 */
public record Entry(
    String person,
    Kind kind,
    DayHour when,
    Fact task,
    @Nullable Long seconds,
    @Nullable Long lateSeconds,
    @Nullable Instant overdueFrom,
    @Nullable LocalDate closedDay) {

  /** What a task can count for. */
  public enum Kind {
    CREATED,
    COMPLETED,
    DUE
  }
}
