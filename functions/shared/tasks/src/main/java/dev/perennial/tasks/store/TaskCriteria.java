package dev.perennial.tasks.store;

import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.tasks.series.Series;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of a page have in common beside their status. Null selects by anything else.
 *
 * @param words separated by blanks: each is in the title or the description, or a word of its stem
 *     is
 * @param tag one of the task's tags, exactly
 * @param dueFrom due on this day or later, by the date that is stored
 * @param dueTo due on this day or earlier
 * @param overdueAt open and due before this instant; all-day tasks and times without a zone are due
 *     in its zone
 */
public record TaskCriteria(
    @Nullable String words,
    @Nullable String tag,
    @Nullable Priority priority,
    @Nullable String assignee,
    @Nullable LocalDate dueFrom,
    @Nullable LocalDate dueTo,
    @Nullable ZonedDateTime overdueAt) {

  /** Any task. */
  public static final TaskCriteria NONE =
      new TaskCriteria(null, null, null, null, null, null, null);

  /** The earliest due date that is selected; null if tasks without one are selected too. */
  @Nullable String earliest() {
    if (dueFrom == null) {
      return dueTo == null ? null : "-infinity";
    }
    return dueFrom.toString();
  }

  /** The first due date that is too late; null if tasks without one are selected too. */
  @Nullable String tooLate() {
    if (dueTo == null) {
      return dueFrom == null ? null : "infinity";
    }
    // Postgres does not read years of five digits as Java writes them.
    return dueTo.isBefore(Series.LAST_DATE) ? dueTo.plusDays(1).toString() : "infinity";
  }
}
