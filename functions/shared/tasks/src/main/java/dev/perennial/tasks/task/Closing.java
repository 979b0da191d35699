package dev.perennial.tasks.task;

import java.time.Instant;
import java.time.ZoneId;

/**
 * The completion or skipping of a task.
 *
 * @param zone of the user who closed it; gives the local date if the series has no zone
 */
public record Closing(Kind kind, Instant at, ZoneId zone) {

  public enum Kind {
    COMPLETED,
    SKIPPED
  }
}
