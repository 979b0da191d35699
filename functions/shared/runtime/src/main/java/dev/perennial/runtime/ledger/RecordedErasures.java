package dev.perennial.runtime.ledger;

import dev.perennial.runtime.database.Database;
import java.time.Instant;

/**
 * The erasures of users that task-api has recorded. A function asks for them before it destroys
 * something because of an event, since the sender of an event is not authenticated. Only a role
 * with the right to execute {@code tasks.erased_at} may use it.
 */
public final class RecordedErasures {

  private final RecordedErasureRows rows;
  private final Database database;

  public RecordedErasures(Database database) {
    this.database = database;
    this.rows = database.repository(RecordedErasureRows.class);
  }

  /**
   * Confirms that this user has erased themself, in the open transaction or one of its own.
   *
   * @param reportedAt the time of the event that reports the erasure
   * @return when task-api erased the user, at {@code reportedAt} or later. What happened after this
   *     instant belongs to a user who has come back, and must not be destroyed
   * @throws Unprocessable if task-api has recorded no such erasure
   */
  public Instant confirm(String userId, Instant reportedAt) {
    return database
        .inTransaction(() -> rows.erasedAt(userId, reportedAt))
        .orElseThrow(
            () ->
                new Unprocessable(
                    "nothing is erased: task-api has recorded no erasure of this user at "
                        + reportedAt
                        + " or later"));
  }
}
