package dev.perennial.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.perennial.local.http.Responses;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The requests that each function has got, by hour: {@code GET /local/requests}. */
public record RequestsEndpoint(Supplier<List<?>> requests) implements HttpHandler {

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().matches("GET|HEAD")) {
      Responses.json(exchange, 200, Map.of("items", requests.get()));
    } else {
      Problem.methodNotAllowed("GET /local/requests").send(exchange);
    }
  }
}
