package dev.perennial.reminderscheduler.due;

import dev.perennial.runtime.database.Database;
import java.util.function.BooleanSupplier;

/** Work that is done in batches, each in a transaction of its own. */
record Batches(Database database) {

  /**
   * Runs batches until one reports that nothing is left.
   *
   * @param batch does a part of the work; returns whether there may be more
   */
  void run(BooleanSupplier batch) {
    boolean isMore = true;
    while (isMore) {
      isMore = database.inTransaction(batch::getAsBoolean);
    }
  }
}
