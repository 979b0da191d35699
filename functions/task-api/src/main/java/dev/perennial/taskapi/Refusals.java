package dev.perennial.taskapi;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.tasks.RefusedAct;
import dev.perennial.tasks.RefusedAct.Reason;
import java.util.Map;
import java.util.Optional;

/** What the domain refuses, as a problem. */
final class Refusals {

  private Refusals() {}

  /** Empty if it is none. */
  static Optional<ProblemException> problem(RuntimeException fault) {
    return fault instanceof RefusedAct refused ? Optional.of(problem(refused)) : Optional.empty();
  }

  static ProblemException problem(RefusedAct refused) {
    Reason reason = refused.reason();
    String detail = refused.getMessage();
    if (reason == Reason.FORBIDDEN) {
      return ProblemException.forbidden(detail);
    }
    if (reason.field().isPresent()) {
      return ProblemException.invalid(reason.field().get(), detail);
    }
    return refused
        .next()
        .map(
            next ->
                ProblemException.conflict(reason.slug(), detail, Map.of("next", next.snapshot())))
        .orElseGet(() -> ProblemException.conflict(reason.slug(), detail));
  }
}
