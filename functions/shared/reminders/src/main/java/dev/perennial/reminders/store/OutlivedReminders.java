package dev.perennial.reminders.store;

import dev.perennial.runtime.database.Database;
import java.time.Duration;
import java.time.InstantSource;

/** Forgets what was told long ago, was never to be told, or was written in tasks that are done. */
public final class OutlivedReminders {

  private static final int AT_ONCE = 10_000;

  private final Database database;
  private final OutlivedRows rows;
  private final Duration keep;
  private final InstantSource clock;

  public OutlivedReminders(Database database, Duration keep, InstantSource clock) {
    this.database = database;
    this.rows = database.repository(OutlivedRows.class);
    this.keep = keep;
    this.clock = clock;
  }

  /** Forgets at most 10,000 of each kind, in the open transaction or one of its own. */
  public int sweep() {
    var before = clock.instant().minus(keep);
    return database.inTransaction(
        () ->
            rows.deleteReminders(before, AT_ONCE)
                + rows.deleteNotifications(before, AT_ONCE)
                + rows.emptyTasks(before, AT_ONCE));
  }
}
