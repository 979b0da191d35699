package dev.perennial.runtime.metering;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.perennial.runtime.ledger.Unprocessable;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.InvocationRows;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an OpenTelemetry receiver gets, parsed with the published definitions. */
class OtlpSpansIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final Queue<String> received = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
  private HttpServer receiver;

  @BeforeEach
  void startReceiver() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    receiver.createContext("/v1/traces", this::receive);
    receiver.createContext("/v1/metrics", exchange -> respond(exchange, 200));
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
      assertThat(exchange.getRequestHeaders().getFirst("Content-Type"))
          .isEqualTo("application/json");
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
  void each_invocation_is_a_span_with_the_ids_of_its_record() throws Exception {
    var id = UUID.randomUUID().toString();
    try (var function = start()) {
      deliver(function, id, "test");
      deliver(function, id, "test");
      Http.to(function.port()).send("GET", "/nowhere", Map.of(), "");
    }

    var spans = spans();
    assertThat(spans).hasSize(3);
    var row = InvocationRows.where("event_id = '" + id + "'").getFirst();
    var span = spans.getFirst();
    assertThat(hex(span.getTraceId())).isEqualTo(TRACE).isEqualTo(row.text("trace_id"));
    assertThat(hex(span.getSpanId())).isEqualTo(row.text("span_id"));
    assertThat(hex(span.getParentSpanId())).isEqualTo("b7ad6b7169203331");
    assertThat(span.getName()).isEqualTo("test");
    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CONSUMER);
    assertThat((span.getEndTimeUnixNano() - span.getStartTimeUnixNano()) / 1_000)
        .isEqualTo(row.number("wall_us"));
    assertThat(attributes(span.getAttributesList()))
        .containsEntry("cloudevents.event_id", id)
        .containsEntry("perennial.outcome", "done");
    assertThat(attributes(spans.get(1).getAttributesList()))
        .containsEntry("perennial.outcome", "duplicate");
    assertThat(spans.getLast().getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(resource())
        .containsEntry("service.name", "on-completed-recurrence")
        .containsEntry("service.instance.id", row.text("instance"));
  }

  @Test
  void a_span_of_a_failure_is_an_error() throws Exception {
    try (var function = start()) {
      deliver(function, UUID.randomUUID().toString(), "never");
    }

    assertThat(spans().getFirst().getStatus().getCode())
        .isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
  }

  @Test
  void spans_that_a_busy_receiver_defers_are_sent_again() throws Exception {
    statuses.add(503);
    try (var function = start()) {
      deliver(function, UUID.randomUUID().toString(), "test");
      await("the next attempt").untilAsserted(() -> assertThat(received).isNotEmpty());
    }

    assertThat(spans()).hasSize(1);
  }

  @Test
  void a_receiver_that_refuses_spans_loses_them_and_no_record_is_lost() {
    var id = UUID.randomUUID().toString();
    statuses.add(401);
    try (var function = start()) {
      deliver(function, id, "test");
      InvocationRows.awaitOne("event_id = '" + id + "'");
      await("the refusal").until(statuses::isEmpty);
    }

    assertThat(received).isEmpty();
  }

  @Test
  void an_endpoint_that_is_no_url_is_named_at_the_start() {
    var settings =
        POSTGRES.settings(
            "on-completed-recurrence", Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> FunctionServer.start(settings, _ -> {}))
        .withMessageStartingWith("OTEL_EXPORTER_OTLP_ENDPOINT must be a URL");
  }

  private FunctionServer start() {
    var settings =
        POSTGRES.settings(
            "on-completed-recurrence",
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                "http://127.0.0.1:" + receiver.getAddress().getPort()));
    return FunctionServer.start(
        settings,
        parts ->
            parts.handleEvents(
                event -> {
                  if (event.getType().equals("never")) {
                    throw new Unprocessable("no");
                  }
                }));
  }

  private static void deliver(FunctionServer function, String id, String type) {
    Http.to(function.port())
        .post(
            Map.of(
                "ce-specversion",
                "1.0",
                "ce-id",
                id,
                "ce-source",
                "/test",
                "ce-type",
                type,
                "ce-traceparent",
                "00-" + TRACE + "-b7ad6b7169203331-01",
                "Content-Type",
                "application/json"),
            "{}");
  }

  private List<Span> spans() throws IOException {
    return requests().stream()
        .flatMap(request -> request.getResourceSpansList().stream())
        .flatMap(spans -> spans.getScopeSpansList().stream())
        .flatMap(spans -> spans.getSpansList().stream())
        .toList();
  }

  private Map<String, String> resource() throws IOException {
    return attributes(requests().getFirst().getResourceSpans(0).getResource().getAttributesList());
  }

  /** Fails for a field that the definitions do not have. */
  private List<ExportTraceServiceRequest> requests() throws IOException {
    var requests = new ArrayList<ExportTraceServiceRequest>();
    for (var json : received) {
      var request = ExportTraceServiceRequest.newBuilder();
      JsonFormat.parser().merge(json, request);
      requests.add(request.build());
    }
    return requests;
  }

  /** The parser takes ids for Base64, which OTLP has as hexadecimal digits. */
  private static String hex(ByteString id) {
    return Base64.getEncoder().encodeToString(id.toByteArray());
  }

  private static Map<String, String> attributes(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                attribute ->
                    attribute.getValue().hasStringValue()
                        ? attribute.getValue().getStringValue()
                        : String.valueOf(attribute.getValue().getIntValue())));
  }
}
