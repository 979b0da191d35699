package dev.perennial.taskapi;

import static org.springframework.web.servlet.function.RequestPredicates.path;

import dev.perennial.runtime.http.Answer;
import dev.perennial.runtime.http.Idempotency;
import dev.perennial.runtime.http.ProblemException;
import dev.perennial.runtime.http.RateLimit;
import dev.perennial.runtime.identity.BearerTokens;
import dev.perennial.tasks.RefusedAct;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Which address answers what. Whatever acts on tasks is given the user, so that none of it works
 * without one.
 */
final class Routes {

  /** What a user may do. */
  @FunctionalInterface
  interface Endpoint {
    Answer handle(ServerRequest request, String user);
  }

  /** What a user may do once for each key. */
  @FunctionalInterface
  interface Write {
    Answer.Whole handle(ServerRequest request, String user);
  }

  private final BearerTokens tokens;
  private final RateLimit limit;
  private final Idempotency idempotency;
  private final RouterFunctions.Builder routes = RouterFunctions.route();

  Routes(BearerTokens tokens, RateLimit limit, Idempotency idempotency) {
    this.tokens = tokens;
    this.limit = limit;
    this.idempotency = idempotency;
  }

  /** Everything that is found at these endpoints, and the document. */
  RouterFunction<ServerResponse> of(Endpoints... all) {
    List.of(all).forEach(endpoints -> endpoints.addTo(this));
    route("/openapi.yaml", Map.of(HttpMethod.GET, _ -> document()));
    return routes.build();
  }

  /** What an address answers; said once for an address. */
  void at(String path, Method... methods) {
    Map<HttpMethod, HandlerFunction<ServerResponse>> handlers = new TreeMap<>();
    for (Method method : methods) {
      handlers.put(method.name(), user(method.endpoint()));
    }
    route(path, handlers);
  }

  /** Changes nothing, also if it is a POST. */
  Method reads(HttpMethod name, Endpoint endpoint) {
    return new Method(name, endpoint);
  }

  /** Changes something, all of it in the one transaction that keeps its Idempotency-Key. */
  Method writes(HttpMethod name, Write write) {
    return new Method(
        name,
        (request, user) -> idempotency.once(request, user, () -> write.handle(request, user)));
  }

  /** Changes many things, each in a transaction of its own, and each once by its own means. */
  Method writesMany(HttpMethod name, Endpoint endpoint) {
    return new Method(name, endpoint);
  }

  /** One method of an address. */
  record Method(HttpMethod name, Endpoint endpoint) {}

  private void route(String path, Map<HttpMethod, HandlerFunction<ServerResponse>> methods) {
    methods.forEach(
        (method, handler) ->
            routes.route(RequestPredicates.method(method).and(path(path)), handler));
    var allow =
        String.join(", ", new TreeMap<>(methods).keySet().stream().map(HttpMethod::name).toList());
    routes.route(
        path(path),
        _ -> {
          throw ProblemException.methodNotAllowed(allow);
        });
  }

  private HandlerFunction<ServerResponse> user(Endpoint endpoint) {
    return request -> {
      var user = tokens.user(request.headers().firstHeader(HttpHeaders.AUTHORIZATION));
      try {
        limit.take(user, 1);
        return response(endpoint.handle(request, user), limit.headers(user));
      } catch (RefusedAct refused) {
        throw Refusals.problem(refused).with(limit.headers(user));
      } catch (ProblemException problem) {
        throw problem.with(limit.headers(user));
      }
    };
  }

  private static ServerResponse response(Answer answer, Map<String, String> more) {
    var response = ServerResponse.status(answer.status());
    answer.headers().forEach(response::header);
    more.forEach(response::header);
    return response.build(
        (_, out) -> {
          switch (answer) {
            case Answer.Whole whole -> {
              out.setContentLength(whole.body().length);
              out.getOutputStream().write(whole.body());
            }
            case Answer.Streamed streamed -> streamed.body().writeTo(out.getOutputStream());
          }
          return null;
        });
  }

  private static ServerResponse document() {
    return ServerResponse.ok()
        .contentType(new MediaType("application", "yaml"))
        .body(new ClassPathResource("openapi.yaml"));
  }
}
