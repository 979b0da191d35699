package dev.perennial.local.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.perennial.embedded.StartupException;
import dev.perennial.local.http.ForeignRequest;
import dev.perennial.local.http.Responses;
import dev.perennial.local.infra.IssuerServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The endpoints below {@code /local/}: status, tokens and faults for tests. A cluster has none of
 * these. They have no authentication, so requests of web pages are refused.
 */
public final class LocalEndpoints implements HttpHandler {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String FAULTS = "/local/faults/";

  private final IssuerServer issuer;
  private final Supplier<Object> status;
  private final Map<String, RestartablePart> parts;
  private final Map<String, HttpHandler> handlers;

  /**
   * @param parts that can be stopped and started, by name
   * @param handlers by the path element after {@code /local/}
   */
  public LocalEndpoints(
      IssuerServer issuer,
      Supplier<Object> status,
      Map<String, RestartablePart> parts,
      Map<String, HttpHandler> handlers) {
    this.issuer = issuer;
    this.status = status;
    this.parts = parts;
    this.handlers = handlers;
  }

  /** A part whose outage the functions must survive. */
  public record RestartablePart(Runnable stop, Runnable start) {}

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Headers headers = exchange.getRequestHeaders();
    Optional<String> foreign = ForeignRequest.reason(headers);
    if (foreign.isPresent()) {
      Problem.forbidden(foreign.get()).send(exchange);
    } else if (ForeignRequest.isSimpleChange(exchange.getRequestMethod(), headers)) {
      Problem.unsupportedMediaType("the Content-Type must be application/json").send(exchange);
    } else {
      respond(exchange);
    }
    exchange.close();
  }

  private void respond(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/local/token")) {
      token(exchange);
    } else if (path.equals("/local/status")) {
      Responses.json(exchange, 200, status.get());
    } else if (path.startsWith(FAULTS)) {
      fault(exchange, path.substring(FAULTS.length()));
    } else {
      handlers.getOrDefault(element(path), LocalEndpoints::notFound).handle(exchange);
    }
  }

  /** Returns the path element after {@code /local/}. */
  private static String element(String path) {
    return path.substring(Gateway.LOCAL_PATH.length()).split("/", 2)[0];
  }

  private static void notFound(HttpExchange exchange) throws IOException {
    Problem.notFound("no endpoint " + exchange.getRequestURI().getPath()).send(exchange);
  }

  private void token(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    String user =
        query != null && query.startsWith("user=") ? query.substring("user=".length()) : "";
    try {
      text(exchange, issuer.token(user));
    } catch (IllegalArgumentException unknown) {
      Problem.badRequest(unknown.getMessage()).send(exchange);
    }
  }

  private void fault(HttpExchange exchange, String name) throws IOException {
    RestartablePart part = parts.get(name);
    if (part == null) {
      Problem.notFound("no part \"%s\"; there are %s".formatted(name, parts.keySet()))
          .send(exchange);
    } else if (!exchange.getRequestMethod().equals("POST")) {
      Problem.methodNotAllowed("POST {\"action\": \"stop\"}, start or restart").send(exchange);
    } else {
      apply(exchange, part);
    }
  }

  private static void apply(HttpExchange exchange, RestartablePart part) throws IOException {
    String action;
    try {
      action = JSON.readTree(exchange.getRequestBody()).path("action").asString("");
    } catch (JacksonException e) {
      Problem.badRequest("not JSON: " + e.getOriginalMessage()).send(exchange);
      return;
    }
    try {
      apply(exchange, part, action);
    } catch (StartupException e) {
      Problem.unavailable(e.getMessage()).send(exchange);
    }
  }

  private static void apply(HttpExchange exchange, RestartablePart part, String action)
      throws IOException {
    switch (action) {
      case "stop" -> part.stop().run();
      case "start" -> part.start().run();
      case "restart" -> {
        part.stop().run();
        part.start().run();
      }
      default -> {
        Problem.badRequest("no action \"%s\"; there are stop, start and restart".formatted(action))
            .send(exchange);
        return;
      }
    }
    text(exchange, action + " done\n");
  }

  private static void text(HttpExchange exchange, String text) throws IOException {
    Responses.send(
        exchange, 200, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }
}
