package dev.perennial.taskapi.batch;

import dev.perennial.api.problem.Problem;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An item of a batch, valid or not. */
sealed interface BatchItem permits BatchOp, BatchItem.Malformed {

  UUID opId();

  /** Null if it is not known, or the item is about a list. */
  @Nullable UUID taskId();

  /** When it happened, by the device's clock; null if not given. */
  @Nullable Instant at();

  /** Whether it affects no other task than its own, and no list. */
  boolean isIndependent();

  /** An item that is not a valid operation. The other items are executed all the same. */
  record Malformed(UUID opId, Problem problem) implements BatchItem {

    @Override
    public @Nullable UUID taskId() {
      return null;
    }

    @Override
    public @Nullable Instant at() {
      return null;
    }

    @Override
    public boolean isIndependent() {
      return true;
    }
  }
}
