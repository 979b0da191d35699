package dev.perennial.runtime.metering;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.perennial.runtime.ledger.Unprocessable;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The metrics that an OpenTelemetry receiver gets, parsed with the published definitions. */
class OtlpMetricsIT {

  private final Queue<String> received = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
  private final Set<String> failed = ConcurrentHashMap.newKeySet();
  private HttpServer receiver;

  @BeforeEach
  void startReceiver() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    receiver.createContext("/v1/traces", exchange -> respond(exchange, 200));
    receiver.createContext("/v1/metrics", this::receive);
    receiver.start();
  }

  @AfterEach
  void stopReceiver() {
    receiver.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    Integer status = statuses.poll();
    if (status == null) {
      received.add(body);
    }
    respond(exchange, status == null ? 200 : status);
  }

  private static void respond(HttpExchange exchange, int status) throws IOException {
    exchange.getRequestBody().readAllBytes();
    var answer = "{}".getBytes(UTF_8);
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Test
  void invocations_errors_cold_starts_retries_and_dead_letters_are_counted() throws Exception {
    try (var function = start()) {
      var id = UUID.randomUUID().toString();
      deliver(function, id, "test");
      deliver(function, id, "test");
      deliver(function, UUID.randomUUID().toString(), "never");
      deliver(function, UUID.randomUUID().toString(), "failing-once");
      Http.to(function.port()).send("GET", "/nowhere", Map.of(), "");
    }

    assertThat(sums("faas.invocations"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "{perennial.outcome=done, perennial.trigger=event}", 2L,
                "{perennial.outcome=duplicate, perennial.trigger=event}", 1L,
                "{perennial.outcome=parked, perennial.trigger=event}", 1L,
                "{perennial.outcome=refused, perennial.trigger=http}", 1L));
    assertThat(sums("faas.errors")).isEqualTo(Map.of("{perennial.trigger=event}", 1L));
    assertThat(sums("faas.coldstarts")).isEqualTo(Map.of("{perennial.trigger=event}", 1L));
    assertThat(sums("perennial.retries")).isEqualTo(Map.of("{perennial.trigger=event}", 1L));
    assertThat(sums("perennial.dead_letters")).isEqualTo(Map.of("{perennial.trigger=event}", 1L));
  }

  @Test
  void durations_and_the_age_of_events_are_histograms() throws Exception {
    try (var function = start()) {
      deliver(function, UUID.randomUUID().toString(), "test");
      deliver(function, UUID.randomUUID().toString(), "test");
    }

    var durations = histograms("faas.invoke_duration");
    assertThat(durations.stream().mapToLong(HistogramDataPoint::getCount).sum()).isEqualTo(2);
    assertThat(durations)
        .allSatisfy(
            point -> {
              assertThat(point.getBucketCountsCount())
                  .isEqualTo(point.getExplicitBoundsCount() + 1);
              assertThat(point.getBucketCountsList().stream().mapToLong(count -> count).sum())
                  .isEqualTo(point.getCount());
              assertThat(point.getSum()).isPositive();
            });
    // The events are 100 s old: in the bucket up to 300 s.
    for (HistogramDataPoint age : histograms("perennial.event.age")) {
      assertThat(attributes(age.getAttributesList())).contains("cloudevents.event_type=test");
      int bucket = age.getExplicitBoundsList().indexOf(300.0);
      assertThat(age.getBucketCounts(bucket)).isEqualTo(age.getCount());
    }
  }

  @Test
  void each_batch_is_the_difference_to_the_one_before() throws Exception {
    try (var function = start()) {
      deliver(function, UUID.randomUUID().toString(), "test");
      await("the first batch").until(() -> received.size() == 1);
      deliver(function, UUID.randomUUID().toString(), "test");
    }

    List<NumberDataPoint> points =
        metrics("faas.invocations").stream()
            .peek(
                metric -> {
                  assertThat(metric.getSum().getIsMonotonic()).isTrue();
                  assertThat(metric.getSum().getAggregationTemporality())
                      .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
                })
            .flatMap(metric -> metric.getSum().getDataPointsList().stream())
            .toList();
    assertThat(points).extracting(NumberDataPoint::getAsInt).containsExactly(1L, 1L);
    assertThat(points.getLast().getStartTimeUnixNano())
        .isEqualTo(points.getFirst().getTimeUnixNano());
    assertThat(sums("faas.coldstarts")).isEqualTo(Map.of("{perennial.trigger=event}", 1L));
  }

  @Test
  void metrics_that_a_busy_receiver_defers_are_sent_once_more() throws Exception {
    statuses.add(503);
    try (var function = start()) {
      deliver(function, UUID.randomUUID().toString(), "test");
      await("the next attempt").until(() -> !received.isEmpty());
    }

    assertThat(sums("faas.invocations"))
        .isEqualTo(Map.of("{perennial.outcome=done, perennial.trigger=event}", 1L));
  }

  private FunctionServer start() {
    var settings =
        TestPostgres.shared()
            .settings(
                "on-completed-recurrence",
                Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    "http://127.0.0.1:" + receiver.getAddress().getPort()));
    return FunctionServer.start(
        settings,
        parts ->
            parts.handleEvents(
                event -> {
                  switch (event.getType()) {
                    case "never" -> throw new Unprocessable("no");
                    case "failing-once" -> {
                      if (failed.add(event.getId())) {
                        throw new IllegalStateException("not yet");
                      }
                    }
                    default -> {}
                  }
                }));
  }

  private static void deliver(FunctionServer function, String id, String type) {
    var headers = new HashMap<String, String>();
    headers.put("ce-specversion", "1.0");
    headers.put("ce-id", id);
    headers.put("ce-source", "/test");
    headers.put("ce-type", type);
    headers.put("ce-time", Instant.now().minusSeconds(100).toString());
    headers.put("Content-Type", "application/json");
    Http.to(function.port()).post(headers, "{}");
  }

  private Map<String, Long> sums(String name) throws InvalidProtocolBufferException {
    return metrics(name).stream()
        .flatMap(metric -> metric.getSum().getDataPointsList().stream())
        .collect(
            Collectors.toMap(
                point -> attributes(point.getAttributesList()),
                NumberDataPoint::getAsInt,
                Long::sum));
  }

  private List<HistogramDataPoint> histograms(String name) throws InvalidProtocolBufferException {
    return metrics(name).stream()
        .peek(
            metric ->
                assertThat(metric.getHistogram().getAggregationTemporality())
                    .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA))
        .flatMap(metric -> metric.getHistogram().getDataPointsList().stream())
        .toList();
  }

  /** Fails for a field that the definitions do not have. */
  private List<Metric> metrics(String name) throws InvalidProtocolBufferException {
    var found = new ArrayList<Metric>();
    for (var json : received) {
      var request = ExportMetricsServiceRequest.newBuilder();
      JsonFormat.parser().merge(json, request);
      request.getResourceMetricsList().stream()
          .flatMap(metrics -> metrics.getScopeMetricsList().stream())
          .flatMap(metrics -> metrics.getMetricsList().stream())
          .filter(metric -> metric.getName().equals(name))
          .forEach(found::add);
    }
    assertThat(found).as(name).isNotEmpty();
    return found;
  }

  private static String attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                attribute -> attribute.getValue().getStringValue(),
                (one, _) -> one,
                TreeMap::new))
        .toString();
  }
}
