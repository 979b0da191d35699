package dev.perennial.api.problem;

import dev.perennial.api.problem.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers what is wrong with a request, so that its sender hears all of it at once. */
public final class FieldErrors {

  /** A body of nothing but mistakes is not answered with a longer one. */
  private static final int AT_MOST = 50;

  private final List<FieldError> found = new ArrayList<>();

  public void add(String pointer, String detail) {
    if (found.size() < AT_MOST) {
      found.add(new FieldError(pointer, detail));
    }
  }

  public void addAll(FieldErrors others) {
    others.found.forEach(error -> add(error.pointer(), error.detail()));
  }

  /** Whether this very field has been found wrong, or something in it. */
  public boolean has(String pointer) {
    return found.stream()
        .anyMatch(e -> e.pointer().equals(pointer) || e.pointer().startsWith(pointer + "/"));
  }

  /**
   * @throws ProblemException 400, if anything was found
   */
  public void throwIfAny() {
    Optional<ProblemException> problem = problem();
    if (problem.isPresent()) {
      throw problem.get();
    }
  }

  /** 400 with everything that was found; empty if nothing was. */
  public Optional<ProblemException> problem() {
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(ProblemException.invalid(List.copyOf(found)));
  }
}
