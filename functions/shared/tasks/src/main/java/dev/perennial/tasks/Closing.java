package dev.perennial.tasks;

import java.time.Instant;
import java.time.ZoneId;

/**
 * How a task came to be no longer open.
 *
 * @param zone where the person was who did it; tells the local date, should the series name no zone
 */
public record Closing(Kind kind, Instant at, ZoneId zone) {

  /** Done, or passed over. */
  public enum Kind {
    COMPLETED,
    SKIPPED
  }
}
