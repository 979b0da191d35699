package dev.perennial.api.route;

import dev.perennial.api.idempotency.Idempotency;
import dev.perennial.api.identity.BearerTokens;
import dev.perennial.api.identity.Caller;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.api.request.ApiRequest;
import dev.perennial.api.request.SingleHeader;
import dev.perennial.api.response.Response;
import dev.perennial.api.response.SecurityHeaders;
import dev.perennial.api.route.RouteTable.RouteHandler;
import dev.perennial.runtime.http.Exchange;
import dev.perennial.runtime.http.RequestHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/**
 * Maps paths and methods to endpoints. An endpoint receives an authenticated user, without whom the
 * request is refused, unless it is public. A query parameter that the method does not declare is an
 * error.
 */
public final class Routes {

  /** Handles a request of anybody. */
  @FunctionalInterface
  public interface PublicEndpoint {
    Response handle(ApiRequest request);
  }

  /** Handles a request of a user. */
  @FunctionalInterface
  public interface Endpoint {
    Response handle(ApiRequest request, String user);
  }

  /** Handles a request of a caller, of whom it gets the credential's expiry as well. */
  @FunctionalInterface
  public interface CallerEndpoint {
    Response handle(ApiRequest request, Caller caller);
  }

  /** Authenticates the caller where the {@code Authorization} header is not the only credential. */
  @FunctionalInterface
  public interface Identity {

    /**
     * Returns the caller.
     *
     * @throws ProblemException 401 if the request has no valid credential
     */
    Caller caller(ApiRequest request);
  }

  /** Handles a write that is executed once for each idempotency key. */
  @FunctionalInterface
  public interface Write {
    Response.Whole handle(ApiRequest request, String user);
  }

  /** Maps the exceptions of a function's domain to problems. */
  @FunctionalInterface
  public interface Refusals {

    /** For a domain without exceptions of its own. */
    Refusals NONE = _ -> Optional.empty();

    /** Returns empty if the exception is a failure and not a refusal by the domain. */
    Optional<ProblemException> problem(RuntimeException fault);
  }

  private final Identity bearer;
  private final RateLimit limit;
  private final @Nullable Idempotency idempotency;
  private final Refusals refusals;
  private final RouteTable routes = new RouteTable();

  /** For a function whose writes are all idempotent by themselves. */
  public Routes(BearerTokens tokens, RateLimit limit) {
    this(tokens, limit, null, Refusals.NONE);
  }

  /**
   * @param idempotency stores the responses of the methods made by {@link #writes}; null if there
   *     are none
   */
  public Routes(
      BearerTokens tokens, RateLimit limit, @Nullable Idempotency idempotency, Refusals refusals) {
    this.bearer = request -> tokens.caller(SingleHeader.read(request, HttpHeaders.AUTHORIZATION));
    this.limit = limit;
    this.idempotency = idempotency;
    this.refusals = refusals;
  }

  /** Returns the handler of the requests to these endpoints. */
  public RequestHandler of(Endpoints... all) {
    List.of(all).forEach(endpoints -> endpoints.addTo(this));
    return routes;
  }

  /** Adds a path whose GET sends a resource to everybody, without an access token. */
  public void publish(String path, MediaType type, Supplier<InputStream> resource) {
    at(path, publicly(HttpMethod.GET, _ -> Response.resource(type, resource)));
  }

  /**
   * Adds a path with all its methods. A path with GET also has HEAD (RFC 9110, section 9.3.2). Must
   * be called once for each path.
   */
  public void at(String path, Method... methods) {
    Map<HttpMethod, RouteHandler> handlers = new TreeMap<>();
    for (Method method : methods) {
      handlers.put(method.name, handler(method));
    }
    if (handlers.containsKey(HttpMethod.GET)) {
      handlers.put(HttpMethod.HEAD, handlers.get(HttpMethod.GET));
    }
    routes.add(path, handlers);
  }

  /**
   * Makes a method that needs no access token. Only requests that the endpoint refuses are limited
   * in rate.
   */
  public Method publicly(HttpMethod name, PublicEndpoint endpoint) {
    return new Method(
        name,
        (request, query) -> {
          query.requireDeclared();
          try {
            return new Sent(endpoint.handle(request), Map.of());
          } catch (ProblemException refused) {
            throw refused.status() < 500 ? limit.failures().count(refused) : refused;
          }
        },
        List.of());
  }

  /** Makes a method that changes nothing, even if it is a POST. */
  public Method reads(HttpMethod name, Endpoint endpoint) {
    return user(name, endpoint);
  }

  /**
   * Makes a method whose effect, such as an open stream, must end when the caller's credential
   * expires. The endpoint has to end it.
   */
  public Method endsWithCredential(HttpMethod name, CallerEndpoint endpoint) {
    return endsWithCredential(name, bearer, endpoint);
  }

  /**
   * As {@link #endsWithCredential(HttpMethod, CallerEndpoint)}, for callers who are authenticated
   * in another way.
   */
  public Method endsWithCredential(HttpMethod name, Identity identity, CallerEndpoint endpoint) {
    return new Method(name, authenticated(identity, endpoint), List.of());
  }

  /** Makes a method whose changes and idempotency key are stored in one transaction. */
  public Method writes(HttpMethod name, Write write) {
    var once =
        Objects.requireNonNull(idempotency, "this function has no store of idempotency keys");
    return user(
        name, (request, user) -> once.once(request, user, () -> write.handle(request, user)));
  }

  /** Makes a method with several transactions, each of which is idempotent by itself. */
  public Method writesMany(HttpMethod name, Endpoint endpoint) {
    return user(name, endpoint);
  }

  /** One method of a path. */
  public static final class Method {

    private final HttpMethod name;
    private final Step step;
    private final List<String> parameters;

    private Method(HttpMethod name, Step step, List<String> parameters) {
      this.name = name;
      this.step = step;
      this.parameters = parameters;
    }

    /**
     * Returns the same method with these query parameters, each of which may be given once. An
     * endpoint cannot read any other.
     */
    public Method taking(String... names) {
      return taking(List.of(names));
    }

    /** As {@link #taking(String...)}. */
    public Method taking(List<String> names) {
      return new Method(name, step, List.copyOf(names));
    }
  }

  @FunctionalInterface
  private interface Step {
    Sent handle(ApiRequest request, Query query);
  }

  private record Sent(Response response, Map<String, String> more) {}

  private Method user(HttpMethod name, Endpoint endpoint) {
    return endsWithCredential(
        name, bearer, (request, caller) -> endpoint.handle(request, caller.user()));
  }

  private static RouteHandler handler(Method method) {
    return (exchange, pathVariables) -> {
      var query = Query.of(exchange.query(), method.parameters);
      var request = new ApiRequest(exchange, pathVariables, query::value);
      send(method.step.handle(request, query), exchange);
    };
  }

  private Step authenticated(Identity identity, CallerEndpoint endpoint) {
    return (request, query) -> {
      var caller = caller(identity, request);
      var user = caller.user();
      request.isSentBy(user);
      try {
        limit.take(user, 1);
        query.requireDeclared();
        return new Sent(endpoint.handle(request, caller), limit.headers(user));
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

  private Caller caller(Identity identity, ApiRequest request) {
    try {
      return identity.caller(request);
    } catch (ProblemException refused) {
      throw refused.status() == 401 ? limit.failures().count(refused) : refused;
    }
  }

  private static void send(Sent sent, Exchange exchange) throws IOException {
    var response = sent.response();
    var headers = SecurityHeaders.with(response.headers());
    headers.putAll(sent.more());
    switch (response) {
      case Response.Whole whole -> {
        var conditional = ConditionalRead.apply(exchange, whole);
        exchange.send(conditional.status(), headers, conditional.body());
      }
      case Response.Streamed streamed when exchange.method().equals("HEAD") -> {
        streamed.body().discard();
        exchange.stream(streamed.status(), headers).close();
      }
      case Response.Streamed streamed -> {
        // Not closed after a failure: the client must not take a part for the whole.
        var out = exchange.stream(streamed.status(), headers);
        streamed.body().writeTo(out);
        out.close();
      }
    }
  }
}
