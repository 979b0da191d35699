package dev.perennial.api.page;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.ApiRequest;
import java.util.Optional;

/**
 * The parameter {@code limit}: how many items a page of a list has.
 *
 * @param byDefault for a request without the parameter
 * @param most the maximum, from 1 to 999
 */
public record PageLimit(int byDefault, int most) {

  /** Returns the limit; the default if it is absent, or invalid and added to the errors. */
  public int read(ApiRequest request, FieldErrors errors) {
    return readIfGiven(request, errors).orElse(byDefault);
  }

  /** Returns the limit; empty if it is absent, or invalid and added to the errors. */
  public Optional<Integer> readIfGiven(ApiRequest request, FieldErrors errors) {
    Optional<String> text = request.param("limit");
    Optional<Integer> limit =
        text.filter(given -> given.matches("\\d{1,3}"))
            .map(Integer::valueOf)
            .filter(given -> given >= 1 && given <= most);
    if (text.isPresent() && limit.isEmpty()) {
      errors.add("/limit", "must be a whole number from 1 to " + most);
    }
    return limit;
  }
}
