package dev.perennial.api.request;

import dev.perennial.api.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** Reads headers that have one value. */
public final class SingleHeader {

  private SingleHeader() {}

  /**
   * Returns the header's value; null if it is absent.
   *
   * @throws ProblemException 400 if it is there more than once: a proxy may have looked at another
   *     value than this
   */
  public static @Nullable String read(ApiRequest request, String name) {
    var values = request.headers(name);
    if (values.size() > 1) {
      throw ProblemException.invalid("/" + name, "must be given only once");
    }
    return values.isEmpty() ? null : values.getFirst();
  }
}
