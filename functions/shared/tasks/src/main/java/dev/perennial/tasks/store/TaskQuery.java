package dev.perennial.tasks.store;

import dev.perennial.tasks.task.Task;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of tasks.
 *
 * @param listId null for all lists of the user
 * @param seriesId null for tasks of any series and of none
 * @param limit at least 1; a page has fewer tasks if they are long
 */
public record TaskQuery(
    Filter filter, @Nullable UUID listId, @Nullable UUID seriesId, Position after, int limit) {

  /** Selects by status. */
  public enum Filter {
    OPEN,
    COMPLETED,
    ALL
  }

  /** A position after the task that was created at this instant and has this id. */
  public record Position(Instant createdAt, UUID id) {
    public static final Position START = new Position(Instant.EPOCH, new UUID(0, 0));

    /** The position after this task. */
    public static Position of(Task task) {
      return new Position(task.origin().createdAt(), task.id());
    }
  }

  /** The first tasks of this query after another position. */
  TaskQuery part(Position from, int atMost) {
    return new TaskQuery(filter, listId, seriesId, from, atMost);
  }
}
