package dev.perennial.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import dev.perennial.local.http.Responses;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** An error response of the gateway itself (RFC 9457). */
record Problem(int status, String title, String detail) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String RETRY_AFTER_SECONDS = "1";
  private static final String TYPES = "https://perennial.dev/problems/";

  /** As of every response of the functions. */
  private static final Map<String, String> HEADERS =
      Map.of(
          "Cache-Control", "no-store",
          "Referrer-Policy", "no-referrer",
          "X-Content-Type-Options", "nosniff");

  static Problem badRequest(String detail) {
    return new Problem(400, "Bad request", detail);
  }

  static Problem forbidden(String detail) {
    return new Problem(403, "Forbidden", detail);
  }

  static Problem requestTimedOut(String detail) {
    return new Problem(408, "Request timeout", detail);
  }

  static Problem unsupportedMediaType(String detail) {
    return new Problem(415, "Unsupported media type", detail);
  }

  static Problem notFound(String detail) {
    return new Problem(404, "Not found", detail);
  }

  static Problem methodNotAllowed(String detail) {
    return new Problem(405, "Method not allowed", detail);
  }

  static Problem notImplemented(String detail) {
    return new Problem(501, "Not implemented", detail);
  }

  static Problem badGateway(String detail) {
    return new Problem(502, "Bad gateway", detail);
  }

  static Problem unavailable(String detail) {
    return new Problem(503, "Service unavailable", detail);
  }

  static Problem timedOut(String detail) {
    return new Problem(504, "Gateway timeout", detail);
  }

  /** Sends the problem, and that the request may be sent again. */
  void sendWithRetryAfter(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Retry-After", RETRY_AFTER_SECONDS);
    send(exchange);
  }

  void send(HttpExchange exchange) throws IOException {
    var type = TYPES + title.toLowerCase(Locale.ROOT).replace(' ', '-');
    byte[] body =
        JSON.writeValueAsBytes(
            Map.of("type", type, "title", title, "status", status, "detail", detail));
    HEADERS.forEach(exchange.getResponseHeaders()::set);
    Responses.send(exchange, status, "application/problem+json", body);
  }
}
