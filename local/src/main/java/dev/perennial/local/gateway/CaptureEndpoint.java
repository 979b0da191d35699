package dev.perennial.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.perennial.local.capture.CaptureServer;
import dev.perennial.local.capture.InjectedFailure;
import dev.perennial.local.http.Responses;
import java.io.IOException;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lists captured messages ({@code GET}), deletes them ({@code DELETE}) and injects failures ({@code
 * POST .../fail}).
 */
public record CaptureEndpoint(CaptureServer server) implements HttpHandler {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int NO_CONTENT = 204;

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean isFailure = exchange.getRequestURI().getPath().endsWith("/fail");
      switch (exchange.getRequestMethod() + (isFailure ? " fail" : "")) {
        case "GET" -> Responses.json(exchange, 200, Map.of("items", server.items()));
        case "DELETE" -> {
          server.clear();
          Responses.empty(exchange, NO_CONTENT);
        }
        case "POST fail" -> fail(exchange);
        default ->
            Problem.methodNotAllowed("GET and DELETE, or POST {\"times\", \"kind\"} to .../fail")
                .send(exchange);
      }
    }
  }

  private void fail(HttpExchange exchange) throws IOException {
    try {
      server.inject(JSON.readValue(exchange.getRequestBody(), InjectedFailure.class));
      Responses.empty(exchange, NO_CONTENT);
    } catch (IllegalArgumentException wrong) {
      Problem.badRequest(wrong.getMessage()).send(exchange);
    } catch (JacksonException wrong) {
      Problem.badRequest(wrong.getOriginalMessage()).send(exchange);
    }
  }
}
