package dev.perennial.api.request;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.runtime.Texts;
import java.util.Optional;

/** Reads a query parameter that is any text. */
public final class QueryText {

  private QueryText() {}

  /**
   * Returns the text; empty if the parameter is absent, or cannot be stored and is added to the
   * errors.
   */
  public static Optional<String> read(ApiRequest request, String name, FieldErrors errors) {
    Optional<String> text = request.param(name);
    if (text.isPresent() && !Texts.isStorable(text.get())) {
      errors.add("/" + name, "must not contain the character U+0000 or half of a surrogate pair");
      return Optional.empty();
    }
    return text;
  }
}
