package dev.perennial.auditsink.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are asked for, in which order of time they come.
 *
 * @param reader who asks; null for whoever may see all
 * @param from when it happened at the earliest
 * @param to when it had not happened yet
 */
public record TrailQuery(
    @Nullable String reader,
    @Nullable String taskId,
    Instant from,
    Instant to,
    @Nullable String type,
    @Nullable String actor,
    @Nullable String owner) {

  /** Before anything that happened. */
  public static final Instant EVER = Instant.parse("0001-01-01T00:00:00Z");

  /** After anything that happened. */
  public static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

  /** An entry's place in the order: by time, then by number, then by owner. */
  public record Position(Instant time, long number, String owner) {

    public static final Position START = new Position(EVER.minusSeconds(1), 0, "");
  }
}
