package dev.perennial.taskinsights.store;

import dev.perennial.runtime.database.Database;
import java.time.Duration;
import java.util.UUID;

/**
 * Allows one rebuild at a time, on all instances together. The lease of a process that has died
 * ends after a minute.
 */
public final class RebuildLease implements AutoCloseable {

  /** Longer than the rebuild of one person takes. */
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final Database database;
  private final RebuildRows rows;
  private final UUID token = UUID.randomUUID();

  /** A lease that is not taken yet. */
  public RebuildLease(Database database) {
    this.database = database;
    this.rows = database.repository(RebuildRows.class);
  }

  /** Takes the lease, or extends it; returns false if another rebuild has it. */
  public boolean hold() {
    return !database.inTransaction(() -> rows.lease(token, LEASE.toSeconds())).isEmpty();
  }

  @Override
  public void close() {
    database.inTransaction(() -> rows.release(token));
  }
}
