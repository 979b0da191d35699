package dev.perennial.runtime.ledger;

import dev.perennial.runtime.database.Database;

/**
 * Forgets what nobody can ask for any more, of all functions: ledger entries of events that no
 * topic holds, and answers to keys that have expired. What is parked stays. For the one function
 * whose role may.
 */
public final class Sweep {

  private static final int AT_ONCE = 10_000;

  private final Database database;
  private final SweepRepository rows;

  public Sweep(Database database) {
    this.database = database;
    this.rows = database.repository(SweepRepository.class);
  }

  /** Forgets at most 10,000 of each kind, in the open transaction or one of its own. */
  public int run() {
    return database.inTransaction(() -> rows.sweep(AT_ONCE));
  }
}
