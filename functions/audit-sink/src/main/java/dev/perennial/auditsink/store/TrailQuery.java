package dev.perennial.auditsink.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries to read.
 *
 * @param reader only what this user may read; null for everything
 * @param from the earliest time of an event
 * @param to the time that an event must be before
 */
public record TrailQuery(
    @Nullable String reader,
    @Nullable String taskId,
    Instant from,
    Instant to,
    @Nullable String type,
    @Nullable String actor,
    @Nullable String owner) {

  /** Before every event. */
  public static final Instant MIN_TIME = Instant.parse("0001-01-01T00:00:00Z");

  /** After every event. */
  public static final Instant MAX_TIME = Instant.parse("9999-12-31T23:59:59Z");

  /** The position of an entry: ordered by time, then by number, then by owner. */
  public record Position(Instant time, long number, String owner) {

    public static final Position START = new Position(MIN_TIME.minusSeconds(1), 0, "");
  }
}
