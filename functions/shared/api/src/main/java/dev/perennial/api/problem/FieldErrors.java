package dev.perennial.api.problem;

import dev.perennial.api.problem.Problem.FieldError;
import dev.perennial.runtime.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the errors of a request, so that the response contains all of them. */
public final class FieldErrors {

  /**
   * The maximum number of errors. It limits the size of the response to a body with many mistakes.
   */
  private static final int AT_MOST = 50;

  private final List<FieldError> found = new ArrayList<>();

  /** The JSON pointer (RFC 6901) to a member, with the first 100 characters of its name. */
  public static String pointer(String parent, String name) {
    return parent + "/" + Texts.quotable(name).replace("~", "~0").replace("/", "~1");
  }

  public void add(String pointer, String detail) {
    if (found.size() < AT_MOST) {
      found.add(new FieldError(pointer, detail));
    }
  }

  public void addAll(FieldErrors others) {
    others.found.forEach(error -> add(error.pointer(), error.detail()));
  }

  /** Returns true if there is an error for this field or for a field within it. */
  public boolean has(String pointer) {
    return found.stream()
        .anyMatch(e -> e.pointer().equals(pointer) || e.pointer().startsWith(pointer + "/"));
  }

  /**
   * @throws ProblemException 400 if there are errors
   */
  public void throwIfAny() {
    Optional<ProblemException> problem = problem();
    if (problem.isPresent()) {
      throw problem.get();
    }
  }

  /** Returns a problem 400 with all errors; empty if there are none. */
  public Optional<ProblemException> problem() {
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(ProblemException.invalid(List.copyOf(found)));
  }
}
