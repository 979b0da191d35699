package dev.perennial.local.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.perennial.local.eventing.EventCounts;
import dev.perennial.local.http.ForeignRequest;
import dev.perennial.local.http.Responses;
import dev.perennial.local.metrics.PrometheusText.Kind;
import dev.perennial.local.serving.FunctionStatus;
import dev.perennial.local.serving.RequestLog;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Metrics for Prometheus: {@code GET /metrics}. Counters begin with the platform. While the
 * database is unavailable, only what the platform counts itself is there.
 */
public final class MetricsEndpoint implements HttpHandler {

  private static final Logger LOG = System.getLogger(MetricsEndpoint.class.getName());
  private static final double MEGABYTE = 1_000_000;

  private final Supplier<List<FunctionStatus>> functions;
  private final Supplier<List<RequestLog.Requests>> requests;
  private final Supplier<EventCounts> events;
  private final DatabaseMetrics database;

  public MetricsEndpoint(
      Supplier<List<FunctionStatus>> functions,
      Supplier<List<RequestLog.Requests>> requests,
      Supplier<EventCounts> events,
      DatabaseMetrics database) {
    this.functions = functions;
    this.requests = requests;
    this.events = events;
    this.database = database;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (ForeignRequest.reason(exchange.getRequestHeaders()).isPresent()) {
        Responses.empty(exchange, 403);
      } else if (!exchange.getRequestURI().getPath().equals("/metrics")) {
        Responses.empty(exchange, 404);
      } else if (!exchange.getRequestMethod().matches("GET|HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        Responses.empty(exchange, 405);
      } else {
        Responses.send(exchange, 200, PrometheusText.TYPE, text().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private String text() {
    var text = new PrometheusText();
    addFunctions(text);
    addEvents(text);
    boolean isUp = true;
    var recorded = new PrometheusText();
    try {
      database.addTo(recorded);
    } catch (SQLException unavailable) {
      LOG.log(Level.DEBUG, "the metrics lack what is in the database", unavailable);
      isUp = false;
    }
    text.metric("perennial_database_up", Kind.GAUGE, "Whether the database could be read.")
        .sample("perennial_database_up", Map.of(), isUp ? 1 : 0);
    return isUp ? text + recorded.toString() : text.toString();
  }

  private void addFunctions(PrometheusText text) {
    List<FunctionStatus> all = functions.get();
    text.metric("perennial_function_up", Kind.GAUGE, "Whether the function has a process.");
    for (FunctionStatus one : all) {
      text.sample("perennial_function_up", function(one.name()), one.pid() == null ? 0 : 1);
    }
    text.metric(
        "perennial_function_memory_bytes",
        Kind.GAUGE,
        "Resident memory of the function's process.");
    for (FunctionStatus one : all) {
      Long resident = one.residentMb();
      if (resident != null) {
        text.sample("perennial_function_memory_bytes", function(one.name()), resident * MEGABYTE);
      }
    }
    text.metric(
        "perennial_function_cold_starts_total", Kind.COUNTER, "Requests that started a process.");
    for (FunctionStatus one : all) {
      text.sample("perennial_function_cold_starts_total", function(one.name()), one.coldStarts());
    }
    text.metric(
        "perennial_function_requests_total",
        Kind.COUNTER,
        "Requests and events that the function has got, as the platform counts them.");
    for (FunctionStatus one : all) {
      text.sample(
          "perennial_function_requests_total", function(one.name()), requestsOf(one.name()));
    }
  }

  private long requestsOf(String function) {
    return requests.get().stream()
        .filter(hour -> hour.function().equals(function))
        .mapToLong(RequestLog.Requests::requests)
        .sum();
  }

  private void addEvents(PrometheusText text) {
    EventCounts counts = events.get();
    text.metric(
            "perennial_events_published_total", Kind.COUNTER, "Events that the sources have read.")
        .sample("perennial_events_published_total", Map.of(), counts.published())
        .metric(
            "perennial_events_delivered_total",
            Kind.COUNTER,
            "Events that a function has acknowledged, once for each Trigger.")
        .sample("perennial_events_delivered_total", Map.of(), counts.delivered())
        .metric(
            "perennial_events_dead_lettered_total",
            Kind.COUNTER,
            "Events that were written to a dead letter sink.")
        .sample("perennial_events_dead_lettered_total", Map.of(), counts.deadLettered());
  }

  private static Map<String, String> function(String name) {
    return Map.of("function", name);
  }
}
