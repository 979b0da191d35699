package dev.perennial.taskapi;

import dev.perennial.api.problem.Problem;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What stands at one place of a batch. */
sealed interface BatchItem permits BatchOp, BatchItem.Misshapen {

  UUID opId();

  /** Null if it is not known. */
  @Nullable UUID taskId();

  /** When it happened, by the client's clock; null if it did not say. */
  @Nullable Instant at();

  /** Whether it touches no other task than its own. */
  boolean standsAlone();

  /** No operation: it says what there is not, or not in that way. It stops no other. */
  record Misshapen(UUID opId, Problem problem) implements BatchItem {

    @Override
    public @Nullable UUID taskId() {
      return null;
    }

    @Override
    public @Nullable Instant at() {
      return null;
    }

    @Override
    public boolean standsAlone() {
      return true;
    }
  }
}
