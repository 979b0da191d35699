package dev.perennial.api.route;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.tomcat.util.http.Parameters;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.function.ServerRequest;

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
   * @param declared the names of the parameters that the operation takes
   * @throws org.apache.tomcat.util.http.InvalidParameterException if the query cannot be decoded
   */
  static Query of(ServerRequest request, List<String> declared) {
    var query = new Query(declared);
    var text = request.servletRequest().getQueryString();
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

  /** The request as the operation reads it: with the parameters of this query. */
  ServerRequest in(ServerRequest request) {
    return ServerRequest.create(
        new DeclaredParameters(request.servletRequest()), request.messageConverters());
  }

  private String notDeclared() {
    return "is not a parameter of this operation, which takes "
        + (declared.isEmpty() ? "none" : String.join(", ", declared));
  }

  private static String pointer(String name) {
    return FieldErrors.pointer("", name);
  }

  private final class DeclaredParameters extends HttpServletRequestWrapper {

    DeclaredParameters(HttpServletRequest request) {
      super(request);
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
      if (!declared.contains(name)) {
        throw new IllegalStateException("the route does not declare the parameter " + name);
      }
      var values = given.getParameterValues(name);
      if (values != null && values.length > 1) {
        throw ProblemException.invalid(pointer(name), REPEATED);
      }
      return values;
    }

    @Override
    public @Nullable String getParameter(String name) {
      var values = getParameterValues(name);
      return values == null ? null : values[0];
    }

    @Override
    public Enumeration<String> getParameterNames() {
      return Collections.enumeration(getParameterMap().keySet());
    }

    @Override
    public Map<String, String[]> getParameterMap() {
      var all = new LinkedHashMap<String, String[]>();
      for (var name : declared) {
        var values = getParameterValues(name);
        if (values != null) {
          all.put(name, values);
        }
      }
      return all;
    }
  }
}
