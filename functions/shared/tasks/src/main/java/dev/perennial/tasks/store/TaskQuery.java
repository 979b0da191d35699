package dev.perennial.tasks.store;

import dev.perennial.tasks.task.Task;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of tasks.
 *
 * @param listId null for all lists of the user
 * @param seriesId null for tasks of any series and of none; a series is read in the order of
 *     creation and without criteria
 * @param after {@link Position#start} of the sort for the first page
 * @param limit at least 1; a page has fewer tasks if they are long
 */
public record TaskQuery(
    Filter filter,
    @Nullable UUID listId,
    @Nullable UUID seriesId,
    TaskCriteria criteria,
    TaskSort sort,
    Position after,
    int limit) {

  /** Selects by status. */
  public enum Filter {
    OPEN,
    COMPLETED,
    ALL
  }

  /**
   * A position after the task that has this key in the order, was created at this instant and has
   * this id.
   */
  public record Position(String key, Instant createdAt, UUID id) {

    /** Where the order of creation starts. */
    public static final Position START = start(TaskSort.CREATED);

    public static Position start(TaskSort sort) {
      return new Position(sort.firstKey, Instant.EPOCH, new UUID(0, 0));
    }

    /** The position after this task, in the order of creation. */
    public static Position of(Task task) {
      return of(task, TaskSort.CREATED);
    }

    /** The position after this task. */
    public static Position of(Task task, TaskSort sort) {
      return new Position(sort.key(task), task.origin().createdAt(), task.id());
    }
  }

  /** The tasks with this status, in the order of creation. */
  public TaskQuery(
      Filter filter, @Nullable UUID listId, @Nullable UUID seriesId, Position after, int limit) {
    this(filter, listId, seriesId, TaskCriteria.NONE, TaskSort.CREATED, after, limit);
  }

  /** The first tasks of this query after another position. */
  public TaskQuery from(Position from, int atMost) {
    return new TaskQuery(filter, listId, seriesId, criteria, sort, from, atMost);
  }
}
