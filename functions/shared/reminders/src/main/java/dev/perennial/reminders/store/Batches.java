package dev.perennial.reminders.store;

import dev.perennial.runtime.database.Database;
import java.util.function.BooleanSupplier;

/** Work that is done in parts, each in a transaction of its own. */
record Batches(Database database) {

  /**
   * @param mayLeaveMore does a part, and says whether there may be another
   */
  void untilNoneIsLeft(BooleanSupplier mayLeaveMore) {
    var isMore = true;
    while (isMore) {
      isMore = database.inTransaction(mayLeaveMore::getAsBoolean);
    }
  }
}
