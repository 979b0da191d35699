package dev.perennial.taskapi.request;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.tasks.RefusedCommand;
import dev.perennial.tasks.RefusedCommand.Reason;
import dev.perennial.tasks.profile.EmailConfirmation;
import java.util.Map;
import java.util.Optional;

/** Converts commands that the domain refuses into problems. */
public final class Refusals {

  private Refusals() {}

  /** Empty unless the fault is a {@link RefusedCommand}. */
  public static Optional<ProblemException> problem(RuntimeException fault) {
    return fault instanceof RefusedCommand refused
        ? Optional.of(problem(refused))
        : Optional.empty();
  }

  public static ProblemException problem(RefusedCommand refused) {
    Reason reason = refused.reason();
    String detail = refused.getMessage();
    if (reason == Reason.FORBIDDEN) {
      return ProblemException.forbidden(detail);
    }
    if (reason == Reason.TOO_MANY_CONFIRMATIONS || reason == Reason.TOO_MANY_INVITATIONS) {
      return ProblemException.tooMany(detail, EmailConfirmation.PERIOD.toSeconds());
    }
    if (reason == Reason.RESTORE_EXPIRED) {
      return ProblemException.gone(reason.slug(), detail, Map.of());
    }
    if (reason == Reason.NOT_INVITED) {
      return ProblemException.notFound(detail);
    }
    if (reason.field().isPresent()) {
      return ProblemException.invalid(reason.field().get(), detail);
    }
    return refused
        .next()
        .map(next -> ProblemException.conflict(reason.slug(), detail, Map.of("next", next)))
        .orElseGet(() -> ProblemException.conflict(reason.slug(), detail));
  }
}
