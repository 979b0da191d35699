package dev.perennial.runtime.http;

import dev.perennial.runtime.http.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;

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

  /** Whether this very field has been found wrong, or something in it. */
  public boolean has(String pointer) {
    return found.stream()
        .anyMatch(e -> e.pointer().equals(pointer) || e.pointer().startsWith(pointer + "/"));
  }

  /**
   * @throws ProblemException 400, if anything was found
   */
  public void throwIfAny() {
    if (!found.isEmpty()) {
      throw ProblemException.invalid(List.copyOf(found));
    }
  }
}
