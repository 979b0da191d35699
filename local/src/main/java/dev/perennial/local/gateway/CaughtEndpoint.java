package dev.perennial.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.perennial.local.caught.Catcher;
import dev.perennial.local.caught.FailOrder;
import dev.perennial.local.http.Answer;
import java.io.IOException;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Shows what a catcher has ({@code GET}), empties it ({@code DELETE}) and has it fail. */
public record CaughtEndpoint(Catcher catcher) implements HttpHandler {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int NO_CONTENT = 204;

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean toFail = exchange.getRequestURI().getPath().endsWith("/fail");
      switch (exchange.getRequestMethod() + (toFail ? " fail" : "")) {
        case "GET" -> Answer.json(exchange, 200, Map.of("items", catcher.items()));
        case "DELETE" -> {
          catcher.clear();
          Answer.empty(exchange, NO_CONTENT);
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
      catcher.fail(JSON.readValue(exchange.getRequestBody(), FailOrder.class));
      Answer.empty(exchange, NO_CONTENT);
    } catch (IllegalArgumentException wrong) {
      Problem.badRequest(wrong.getMessage()).send(exchange);
    } catch (JacksonException wrong) {
      Problem.badRequest(wrong.getOriginalMessage()).send(exchange);
    }
  }
}
