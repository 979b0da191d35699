package dev.perennial.tasks.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of tasks.
 *
 * @param listId null for all lists of the user
 * @param seriesId null for tasks of any series and of none
 * @param limit at least 1
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
  }
}
