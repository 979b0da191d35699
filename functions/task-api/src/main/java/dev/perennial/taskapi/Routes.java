package dev.perennial.taskapi;

import static org.springframework.web.servlet.function.RequestPredicates.path;

import dev.perennial.runtime.http.ProblemException;
import dev.perennial.runtime.identity.BearerTokens;
import dev.perennial.tasks.RefusedAct;
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
    ServerResponse handle(ServerRequest request, String user);
  }

  private final BearerTokens tokens;
  private final TaskEndpoints tasks;
  private final RecurrenceEndpoints recurrence = new RecurrenceEndpoints();
  private final RouterFunctions.Builder routes = RouterFunctions.route();

  Routes(BearerTokens tokens, TaskEndpoints tasks) {
    this.tokens = tokens;
    this.tasks = tasks;
  }

  RouterFunction<ServerResponse> all() {
    at(
        "/v1/tasks",
        Map.of(HttpMethod.GET, user(tasks::list), HttpMethod.POST, user(tasks::create)));
    at(
        "/v1/tasks/{id}",
        Map.of(
            HttpMethod.GET, user(tasks::get),
            HttpMethod.PATCH, user(tasks::edit),
            HttpMethod.DELETE, user(tasks::delete)));
    at("/v1/tasks/{id}/complete", Map.of(HttpMethod.POST, user(tasks::complete)));
    at("/v1/tasks/{id}/reopen", Map.of(HttpMethod.POST, user(tasks::reopen)));
    at("/v1/recurrence/preview", Map.of(HttpMethod.POST, user(recurrence::preview)));
    at("/openapi.yaml", Map.of(HttpMethod.GET, _ -> document()));
    return routes.build();
  }

  private void at(String path, Map<HttpMethod, HandlerFunction<ServerResponse>> methods) {
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
        return endpoint.handle(request, user);
      } catch (RefusedAct refused) {
        throw problem(refused);
      }
    };
  }

  private static ProblemException problem(RefusedAct refused) {
    return switch (refused.reason()) {
      case NO_SUCH_LIST -> ProblemException.invalid("/listId", refused.getMessage());
      case TASK_COMPLETED ->
          ProblemException.conflict(refused.reason().slug(), refused.getMessage());
    };
  }

  private static ServerResponse document() {
    return ServerResponse.ok()
        .contentType(new MediaType("application", "yaml"))
        .body(new ClassPathResource("openapi.yaml"));
  }
}
