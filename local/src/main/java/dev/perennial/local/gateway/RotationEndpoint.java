package dev.perennial.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.perennial.embedded.StartupException;
import dev.perennial.local.http.Responses;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * Replaces the passwords of a function, or the certificates: {@code POST /local/rotate/NAME}.
 *
 * @param rotate returns false if there is nothing of that name
 */
public record RotationEndpoint(Predicate<String> rotate) implements HttpHandler {

  private static final String PATH = "/local/rotate/";
  private static final int NO_CONTENT = 204;

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String name = path.startsWith(PATH) ? path.substring(PATH.length()) : "";
    if (!exchange.getRequestMethod().equals("POST")) {
      Problem.methodNotAllowed("POST to " + PATH + "FUNCTION or certificates").send(exchange);
      return;
    }
    try {
      if (rotate.test(name)) {
        Responses.empty(exchange, NO_CONTENT);
      } else {
        Problem.notFound("no function \"%s\"".formatted(name)).send(exchange);
      }
    } catch (StartupException e) {
      Problem.unavailable(e.getMessage()).send(exchange);
    }
  }
}
