package dev.perennial.runtime.metering;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records as the JSON of an {@code ExportTraceServiceRequest} and of an {@code
 * ExportMetricsServiceRequest} (opentelemetry-proto, {@code trace_service.proto} and {@code
 * metrics_service.proto}). Ids are hexadecimal and enums are numbers, as the OTLP specification
 * wants it; 64-bit numbers are texts.
 */
final class OtlpJson {

  private static final Map<String, Object> SCOPE = Map.of("name", "dev.perennial.runtime.metering");

  private static final int SPAN_KIND_SERVER = 2;
  private static final int SPAN_KIND_CONSUMER = 5;
  private static final int STATUS_CODE_ERROR = 2;

  private final Map<String, Object> resource;

  /**
   * @param revision empty if there is none
   */
  OtlpJson(String function, String revision, UUID instance) {
    var attributes = new ArrayList<Object>();
    add(attributes, "service.name", function);
    add(attributes, "service.instance.id", instance.toString());
    add(attributes, "service.version", revision.isEmpty() ? null : revision);
    this.resource = Map.of("attributes", attributes);
  }

  Map<String, Object> spans(List<InvocationRecord> records) {
    var spans = Map.of("scope", SCOPE, "spans", records.stream().map(OtlpJson::span).toList());
    return Map.of(
        "resourceSpans", List.of(Map.of("resource", resource, "scopeSpans", List.of(spans))));
  }

  Map<String, Object> metrics(List<Map<String, Object>> metrics) {
    return Map.of(
        "resourceMetrics",
        List.of(
            Map.of(
                "resource",
                resource,
                "scopeMetrics",
                List.of(Map.of("scope", SCOPE, "metrics", metrics)))));
  }

  /** Attributes with texts as their values. */
  static List<Object> texts(Map<String, String> values) {
    var attributes = new ArrayList<Object>();
    values.forEach((key, value) -> add(attributes, key, value));
    return attributes;
  }

  private static Map<String, Object> span(InvocationRecord record) {
    var span = new LinkedHashMap<String, Object>();
    span.put("traceId", record.traceId());
    span.put("spanId", record.spanId());
    if (record.parentSpanId() != null) {
      span.put("parentSpanId", record.parentSpanId());
    }
    span.put("name", record.name());
    span.put("kind", record.eventId() == null ? SPAN_KIND_SERVER : SPAN_KIND_CONSUMER);
    span.put("startTimeUnixNano", unixNanos(record.startedAt()));
    span.put(
        "endTimeUnixNano", unixNanos(record.startedAt().plusNanos(record.wallMicros() * 1_000)));
    span.put("attributes", attributes(record));
    if (record.outcome().equals("failed") || record.outcome().equals("parked")) {
      span.put("status", Map.of("code", STATUS_CODE_ERROR));
    }
    return span;
  }

  /** Names of the semantic conventions where there are. No owner and no subject: a person. */
  private static List<Object> attributes(InvocationRecord record) {
    var attributes = new ArrayList<Object>();
    add(attributes, "faas.trigger", record.eventId() == null ? "http" : "pubsub");
    add(attributes, "http.response.status_code", record.status());
    add(attributes, "cloudevents.event_id", record.eventId());
    add(attributes, "cloudevents.event_source", record.eventSource());
    add(attributes, "cloudevents.event_type", record.eventId() == null ? null : record.name());
    add(attributes, "perennial.trigger", record.trigger());
    add(attributes, "perennial.outcome", record.outcome());
    add(attributes, "perennial.number", record.number());
    add(attributes, "perennial.attempt", record.attempt());
    add(attributes, "perennial.active_us", record.activeMicros());
    add(attributes, "perennial.cpu_us", record.cpuMicros());
    add(attributes, "perennial.events_out", record.eventsOut());
    return attributes;
  }

  private static void add(List<Object> attributes, String key, @Nullable String value) {
    if (value != null) {
      attributes.add(Map.of("key", key, "value", Map.of("stringValue", value)));
    }
  }

  private static void add(List<Object> attributes, String key, long value) {
    attributes.add(Map.of("key", key, "value", Map.of("intValue", Long.toString(value))));
  }

  /** Since 1970, as a text. */
  static String unixNanos(Instant time) {
    return BigInteger.valueOf(time.getEpochSecond())
        .multiply(BigInteger.valueOf(1_000_000_000))
        .add(BigInteger.valueOf(time.getNano()))
        .toString();
  }
}
