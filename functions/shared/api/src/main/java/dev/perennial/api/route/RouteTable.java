package dev.perennial.api.route;

import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.problem.ProblemResponses;
import dev.perennial.runtime.http.Exchange;
import dev.perennial.runtime.http.RequestHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Finds the endpoint of a request by its path and its method. Everything that has no response gets
 * a problem: 404 for an unknown path, 405 for an unknown method, whatever an exception maps to.
 */
final class RouteTable implements RequestHandler {

  /** Handles a request whose path and method are known. */
  @FunctionalInterface
  interface RouteHandler {

    /**
     * @param pathVariables decoded
     */
    void handle(Exchange exchange, Map<String, String> pathVariables) throws IOException;
  }

  private record Route(PathPattern path, TreeMap<HttpMethod, RouteHandler> methods) {

    RouteHandler method(String name) {
      var handler = methods.get(HttpMethod.valueOf(name));
      if (handler == null) {
        throw ProblemException.methodNotAllowed(
            methods.keySet().stream().map(HttpMethod::name).collect(Collectors.joining(", ")));
      }
      return handler;
    }
  }

  private static final Pattern UUID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  private final List<Route> routes = new ArrayList<>();

  /** Adds a path. A path that was added earlier has precedence. */
  void add(String path, Map<HttpMethod, RouteHandler> methods) {
    routes.add(new Route(PathPatternParser.defaultInstance.parse(path), new TreeMap<>(methods)));
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    try {
      dispatch(exchange);
    } catch (RuntimeException fault) {
      ProblemResponses.send(exchange, fault);
    }
  }

  @Override
  public void refuse(Exchange exchange, int status) throws IOException {
    ProblemResponses.refuse(exchange, status);
  }

  private void dispatch(Exchange exchange) throws IOException {
    var path = path(exchange);
    for (var route : routes) {
      var match = route.path().matchAndExtract(path);
      if (match != null) {
        note(exchange, route.path().getPatternString(), match.getUriVariables());
        route.method(exchange.method()).handle(exchange, match.getUriVariables());
        return;
      }
    }
    throw ProblemException.notFound("there is nothing at " + exchange.path());
  }

  /** Only ids that are no secrets and no texts of a person. */
  private static void note(Exchange exchange, String pattern, Map<String, String> variables) {
    exchange.isRouted(pattern);
    exchange.isAbout(uuid(variables.get("listId")), uuid(variables.get("id")));
  }

  private static @Nullable String uuid(@Nullable String value) {
    return value != null && UUID.matcher(value).matches() ? value : null;
  }

  /** Each segment is decoded once, after the path was split: an id may contain a slash. */
  private static PathContainer path(Exchange exchange) {
    var text = exchange.path();
    if (!text.startsWith("/")) {
      throw ProblemException.badRequest(400, "the path must start with a slash");
    }
    if (text.indexOf(';') >= 0) {
      throw ProblemException.badRequest(400, "the path must not contain a semicolon; write %3B");
    }
    try {
      var path = PathContainer.parsePath(text);
      if (path.elements().stream().allMatch(RouteTable::isDecoded)) {
        return path;
      }
    } catch (IllegalArgumentException malformed) {
      // Refused below.
    }
    throw ProblemException.badRequest(400, "the path cannot be decoded");
  }

  /** False for NUL, and for bytes that are not UTF-8, for which the decoder puts U+FFFD. */
  private static boolean isDecoded(PathContainer.Element element) {
    return !(element instanceof PathContainer.PathSegment segment)
        || segment.valueToMatch().chars().noneMatch(c -> c == 0 || c == '\uFFFD');
  }
}
