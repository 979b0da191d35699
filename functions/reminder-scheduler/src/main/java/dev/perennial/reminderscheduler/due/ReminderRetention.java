package dev.perennial.reminderscheduler.due;

import dev.perennial.runtime.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Deletes reminders and notifications that are older than the retention period, and the content of
 * tasks that have been closed for that long.
 */
public final class ReminderRetention {

  private static final int BATCH = 10_000;

  private final Database database;
  private final RetentionRows rows;
  private final Duration period;
  private final InstantSource clock;

  public ReminderRetention(Database database, Duration period, InstantSource clock) {
    this.database = database;
    this.rows = database.repository(RetentionRows.class);
    this.period = period;
    this.clock = clock;
  }

  /**
   * Deletes at most 10,000 rows of each kind, in the open transaction or a new one. Planned
   * reminders are kept.
   *
   * @return the number of rows
   */
  public int sweep() {
    Instant before = clock.instant().minus(period);
    return database.inTransaction(
        () ->
            rows.deleteReminders(before, BATCH)
                + rows.deleteNotifications(before, BATCH)
                + rows.deleteTaskContent(before, BATCH));
  }
}
