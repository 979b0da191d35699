package dev.perennial.runtime.ledger;

import dev.perennial.runtime.database.Database;

/**
 * Deletes, for all functions, ledger rows of events that no topic contains any more and idempotency
 * keys that have expired. Parked rows stay. Only a role with the right to execute {@code
 * runtime.sweep} may do this.
 */
public final class Sweep {

  private static final int AT_ONCE = 10_000;

  private final Database database;
  private final SweepRows rows;

  public Sweep(Database database) {
    this.database = database;
    this.rows = database.repository(SweepRows.class);
  }

  /**
   * Deletes at most 10,000 rows of each kind, in the open transaction or one of its own.
   *
   * @return how many rows were deleted
   */
  public int run() {
    return database.inTransaction(() -> rows.sweep(AT_ONCE));
  }
}
