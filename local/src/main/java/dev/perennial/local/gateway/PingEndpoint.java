package dev.perennial.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.perennial.local.http.Responses;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Lists the PingSources with their next tick, and makes one tick at once, so that a test need not
 * wait for the schedule.
 *
 * @param tickNow returns false if there is no source of that name
 */
public record PingEndpoint(Supplier<List<?>> status, Predicate<String> tickNow)
    implements HttpHandler {

  private static final int ACCEPTED = 202;
  private static final String TICK = "/tick";

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String name = path.substring(path.indexOf("pingsources") + "pingsources".length());
    switch (exchange.getRequestMethod()) {
      case "GET" -> Responses.json(exchange, 200, Map.of("items", status.get()));
      case "POST" -> tick(exchange, name);
      default -> Problem.methodNotAllowed("GET, or POST to .../NAME/tick").send(exchange);
    }
  }

  private void tick(HttpExchange exchange, String path) throws IOException {
    String name = path.endsWith(TICK) ? path.substring(1, path.length() - TICK.length()) : "";
    if (tickNow.test(name)) {
      Responses.empty(exchange, ACCEPTED);
    } else {
      Problem.notFound("no PingSource \"%s\"".formatted(name)).send(exchange);
    }
  }
}
