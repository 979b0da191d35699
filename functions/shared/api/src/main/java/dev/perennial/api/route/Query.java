package dev.perennial.api.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import java.util.Collections;
import java.util.List;
import org.apache.tomcat.util.http.Parameters;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request. An operation reads from it only the parameters that its route declares,
 * each with at most one value; every other one is an error. Fields of a form in the body are not
 * parameters.
 */
final class Query {

  private static final int MAX_PARAMETERS = 1000;
  private static final String REPEATED = "must be given only once";

  private final List<String> declared;
  private final Parameters given = new Parameters();

  private Query(List<String> declared) {
    this.declared = declared;
  }

  /**
   * @param text as it was sent; null if the request has no query
   * @param declared the names of the parameters that the operation takes
   * @throws org.apache.tomcat.util.http.InvalidParameterException if the query cannot be decoded
   */
  static Query of(@Nullable String text, List<String> declared) {
    var query = new Query(declared);
    if (text != null) {
      var bytes = text.getBytes(UTF_8);
      query.given.setCharset(UTF_8);
      query.given.setLimit(MAX_PARAMETERS);
      query.given.processParameters(bytes, 0, bytes.length);
    }
    return query;
  }

  /**
   * @throws ProblemException 400 if a parameter is not declared or is there more than once; each is
   *     listed
   */
  void requireDeclared() {
    var errors = new FieldErrors();
    for (var name : Collections.list(given.getParameterNames())) {
      if (!declared.contains(name)) {
        errors.add(pointer(name), notDeclared());
      } else if (given.getParameterValues(name).length > 1) {
        errors.add(pointer(name), REPEATED);
      }
    }
    errors.throwIfAny();
  }

  /**
   * The value of a parameter, null if it is absent.
   *
   * @throws IllegalStateException if it is not declared
   * @throws ProblemException 400 if it is there more than once
   */
  @Nullable String value(String name) {
    if (!declared.contains(name)) {
      throw new IllegalStateException("the route does not declare the parameter " + name);
    }
    var values = given.getParameterValues(name);
    if (values == null) {
      return null;
    }
    if (values.length > 1) {
      throw ProblemException.invalid(pointer(name), REPEATED);
    }
    return values[0];
  }

  private String notDeclared() {
    return "is not a parameter of this operation, which takes "
        + (declared.isEmpty() ? "none" : String.join(", ", declared));
  }

  private static String pointer(String name) {
    return FieldErrors.pointer("", name);
  }
}
