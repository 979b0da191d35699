package dev.perennial.operations.api;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.operations.redrive.IllegalTransition;
import dev.perennial.operations.replay.ReplayRunning;
import java.util.Optional;

/** Maps what the domain refuses. */
public final class Refusals {

  private Refusals() {}

  /** Empty for a failure that is no refusal. */
  public static Optional<ProblemException> of(RuntimeException fault) {
    return switch (fault) {
      case IllegalTransition ended ->
          Optional.of(
              ProblemException.conflict(
                  ended.slug(), ended.getMessage() + " and cannot be changed"));
      case ReplayRunning running ->
          Optional.of(
              ProblemException.conflict("replay-running", String.valueOf(running.getMessage())));
      default -> Optional.empty();
    };
  }
}
