package dev.perennial.runtime.ledger;

import dev.perennial.runtime.database.Database;

/**
 * Deletes, for all functions, ledger rows of events that no topic contains any more and idempotency
 * keys that have expired, and deletes parked events when they are old or their owners have erased
 * themselves. Only a role with the right to execute {@code runtime.sweep} may do this.
 */
public final class Sweep {

  private static final int AT_ONCE = 10_000;

  private final Database database;
  private final SweepRows rows;
  private final int keepParkedDays;

  /**
   * @param keepParkedDays for how many days parked events are kept; at least 8
   */
  public Sweep(Database database, int keepParkedDays) {
    this.database = database;
    this.rows = database.repository(SweepRows.class);
    this.keepParkedDays = keepParkedDays;
  }

  /**
   * Deletes at most 10,000 rows of each kind, in the open transaction or one of its own.
   *
   * @return how many rows were deleted
   */
  public int run() {
    return database.inTransaction(() -> rows.sweep(AT_ONCE, keepParkedDays));
  }
}
