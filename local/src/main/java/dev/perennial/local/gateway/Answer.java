package dev.perennial.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** A whole answer at once. */
final class Answer {

  private static final int NO_BODY = -1;

  private Answer() {}

  static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, NO_BODY);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
