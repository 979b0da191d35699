package dev.perennial.tasks.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks, and where to go on.
 *
 * @param listId null for all lists of the user
 * @param seriesId null for what comes back and what does not
 * @param limit at least 1
 */
public record TaskQuery(
    Filter filter, @Nullable UUID listId, @Nullable UUID seriesId, Position after, int limit) {

  /** Which tasks by their status. */
  public enum Filter {
    OPEN,
    COMPLETED,
    ALL
  }

  /** Between two tasks: behind the one that was created then and has this id. */
  public record Position(Instant createdAt, UUID id) {
    public static final Position START = new Position(Instant.EPOCH, new UUID(0, 0));
  }
}
