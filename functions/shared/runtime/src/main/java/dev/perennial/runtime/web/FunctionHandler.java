package dev.perennial.runtime.web;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.http.Exchange;
import dev.perennial.runtime.http.RequestHandler;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Handles the requests of every function: the health probes itself, deliveries at {@code POST /} by
 * the event endpoint, all others by the function's own handler, within the caller's trace. Events
 * are accepted at {@code /} only: other paths are routed from outside, where any client could send
 * a forged event.
 */
final class FunctionHandler implements RequestHandler {

  private static final String DELIVERY_PATH = "/";

  private final FunctionParts parts;
  private final @Nullable EventEndpoint events;
  private final RequestHandler requests;
  private final AtomicBoolean draining = new AtomicBoolean();

  FunctionHandler(FunctionParts parts) {
    this.parts = parts;
    this.events = parts.eventEndpoint();
    this.requests = parts.requestHandler() == null ? NOTHING_HERE : parts.requestHandler();
  }

  private static final RequestHandler NOTHING_HERE =
      exchange -> exchange.send(404, Map.of(), new byte[0]);

  /** From now on {@code /health/ready} returns 503, so that the platform sends no more requests. */
  void drain() {
    draining.set(true);
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    switch (exchange.path()) {
      case "/health/live" -> sendHealth(exchange, 200, "UP", Map.of());
      case "/health/ready" -> {
        var closed = draining.get();
        sendHealth(
            exchange, closed ? 503 : 200, closed ? "OUT_OF_SERVICE" : "UP", parts.healthDetails());
      }
      default ->
          parts
              .metering()
              .meter(exchange, events != null && isDelivery(exchange) ? events : requests);
    }
  }

  @Override
  public void refuse(Exchange exchange, int status) throws IOException {
    requests.refuse(exchange, status);
  }

  private static boolean isDelivery(Exchange exchange) {
    return exchange.path().equals(DELIVERY_PATH) && exchange.method().equals("POST");
  }

  private static void sendHealth(
      Exchange exchange, int status, String health, Map<String, Object> details)
      throws IOException {
    var body = new LinkedHashMap<String, Object>();
    body.put("status", health);
    body.putAll(details);
    exchange.send(status, Map.of("Content-Type", "application/json"), EventJson.write(body));
  }
}
