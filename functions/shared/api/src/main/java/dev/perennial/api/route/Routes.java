package dev.perennial.api.route;

import static org.springframework.web.servlet.function.RequestPredicates.path;

import dev.perennial.api.idempotency.Idempotency;
import dev.perennial.api.identity.BearerTokens;
import dev.perennial.api.identity.Caller;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.response.Response;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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
 * Which address answers what. Whatever acts for a user is given the user, so that none of it works
 * without one.
 */
public final class Routes {

  /** What a user may do. */
  @FunctionalInterface
  public interface Endpoint {
    Response handle(ServerRequest request, String user);
  }

  /** What a user may do until their right to it ends. */
  @FunctionalInterface
  public interface LastingEndpoint {
    Response handle(ServerRequest request, Caller caller);
  }

  /** Who asks, where it is not the {@code Authorization} header alone that tells. */
  @FunctionalInterface
  public interface Identity {

    /**
     * @throws ProblemException 401 if it is nobody
     */
    Caller caller(ServerRequest request);
  }

  /** What a user may do once for each key. */
  @FunctionalInterface
  public interface Write {
    Response.Whole handle(ServerRequest request, String user);
  }

  /** What a function's domain refuses, as a problem. */
  @FunctionalInterface
  public interface Refusals {

    /** For a domain that refuses nothing by exceptions of its own. */
    Refusals NONE = _ -> Optional.empty();

    /** Empty if it is no refusal but a fault. */
    Optional<ProblemException> problem(RuntimeException fault);
  }

  private final Identity bearer;
  private final RateLimit limit;
  private final @Nullable Idempotency idempotency;
  private final Refusals refusals;
  private final RouterFunctions.Builder routes = RouterFunctions.route();

  /** For a function whose every write is the same however often it is asked for. */
  public Routes(BearerTokens tokens, RateLimit limit) {
    this(tokens, limit, null, Refusals.NONE);
  }

  /**
   * @param idempotency keeps the answers of what {@link #writes}
   */
  public Routes(
      BearerTokens tokens, RateLimit limit, @Nullable Idempotency idempotency, Refusals refusals) {
    this.bearer =
        request -> tokens.caller(request.headers().firstHeader(HttpHeaders.AUTHORIZATION));
    this.limit = limit;
    this.idempotency = idempotency;
    this.refusals = refusals;
  }

  /**
   * Everything that is found at these endpoints, and the document.
   *
   * @param document where the function's {@code openapi.yaml} is served
   */
  public RouterFunction<ServerResponse> of(String document, Endpoints... all) {
    List.of(all).forEach(endpoints -> endpoints.addTo(this));
    route(document, Map.of(HttpMethod.GET, _ -> document()));
    return routes.build();
  }

  /** What an address answers; said once for an address. */
  public void at(String path, Method... methods) {
    Map<HttpMethod, HandlerFunction<ServerResponse>> handlers = new TreeMap<>();
    for (Method method : methods) {
      handlers.put(method.name(), handler(method));
    }
    route(path, handlers);
  }

  /** Changes nothing, also if it is a POST. */
  public Method reads(HttpMethod name, Endpoint endpoint) {
    return user(name, endpoint);
  }

  /** What goes on, or can be passed on, for as long as the caller may. */
  public Method lasts(HttpMethod name, LastingEndpoint endpoint) {
    return lasts(name, bearer, endpoint);
  }

  /** As {@link #lasts(HttpMethod, LastingEndpoint)}, for callers who are known in other ways. */
  public Method lasts(HttpMethod name, Identity identity, LastingEndpoint endpoint) {
    return new Method(name, identity, endpoint);
  }

  /** Changes something, all of it in the one transaction that keeps its Idempotency-Key. */
  public Method writes(HttpMethod name, Write write) {
    var once = Objects.requireNonNull(idempotency, "nothing here keeps the answers to keys");
    return user(
        name, (request, user) -> once.once(request, user, () -> write.handle(request, user)));
  }

  /** Changes many things, each in a transaction of its own, and each once by its own means. */
  public Method writesMany(HttpMethod name, Endpoint endpoint) {
    return user(name, endpoint);
  }

  /** One method of an address. */
  public record Method(HttpMethod name, Identity identity, LastingEndpoint endpoint) {}

  private Method user(HttpMethod name, Endpoint endpoint) {
    return new Method(name, bearer, (request, caller) -> endpoint.handle(request, caller.user()));
  }

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

  private HandlerFunction<ServerResponse> handler(Method method) {
    return request -> {
      var caller = method.identity().caller(request);
      var user = caller.user();
      try {
        limit.take(user, 1);
        return response(method.endpoint().handle(request, caller), limit.headers(user));
      } catch (ProblemException problem) {
        throw problem.with(limit.headers(user));
      } catch (RuntimeException fault) {
        throw refusals
            .problem(fault)
            .<RuntimeException>map(problem -> problem.with(limit.headers(user)))
            .orElse(fault);
      }
    };
  }

  private static ServerResponse response(Response answer, Map<String, String> more) {
    var response = ServerResponse.status(answer.status());
    answer.headers().forEach(response::header);
    more.forEach(response::header);
    return response.build(
        (_, out) -> {
          switch (answer) {
            case Response.Whole whole -> {
              out.setContentLength(whole.body().length);
              out.getOutputStream().write(whole.body());
            }
            case Response.Streamed streamed -> streamed.body().writeTo(out.getOutputStream());
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
