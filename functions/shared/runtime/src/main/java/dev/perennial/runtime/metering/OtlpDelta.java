package dev.perennial.runtime.metering;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What a batch of records adds to the metrics, as the JSON of {@code Metric} (opentelemetry-proto,
 * {@code metrics.proto}). Names of the semantic conventions where there are.
 *
 * @param since the end of the batch before
 * @param until the end of this batch
 */
record OtlpDelta(List<InvocationRecord> records, Instant since, Instant until) {

  private static final int DELTA = 1;
  private static final double MICROS = 1_000_000;
  private static final double NANOS = 1_000_000_000;

  /** Seconds; those of the semantic conventions for durations of requests, and longer ones. */
  private static final List<Double> BOUNDS =
      List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0, 300.0, 3600.0);

  List<Map<String, Object>> metrics() {
    var metrics = new ArrayList<Map<String, Object>>();
    sum("faas.invocations", "{invocation}", record -> 1, OtlpDelta::triggerAndOutcome)
        .ifPresent(metrics::add);
    sum("faas.errors", "{error}", record -> isError(record) ? 1 : 0, OtlpDelta::trigger)
        .ifPresent(metrics::add);
    sum(
            "faas.coldstarts",
            "{coldstart}",
            record -> record.number() == 1 ? 1 : 0,
            OtlpDelta::trigger)
        .ifPresent(metrics::add);
    sum("perennial.retries", "{retry}", OtlpDelta::retries, OtlpDelta::trigger)
        .ifPresent(metrics::add);
    sum(
            "perennial.dead_letters",
            "{event}",
            record -> record.outcome().equals("parked") ? 1 : 0,
            OtlpDelta::trigger)
        .ifPresent(metrics::add);
    histogram(
            "faas.invoke_duration",
            records,
            record -> record.wallMicros() / MICROS,
            OtlpDelta::trigger)
        .ifPresent(metrics::add);
    histogram(
            "perennial.event.age",
            records.stream().filter(record -> record.eventTime() != null).toList(),
            OtlpDelta::age,
            OtlpDelta::triggerAndType)
        .ifPresent(metrics::add);
    return metrics;
  }

  private static boolean isError(InvocationRecord record) {
    return record.outcome().equals("failed") || record.outcome().equals("parked");
  }

  /** The attempts after the first, and a delivery that is told to come again. */
  private static long retries(InvocationRecord record) {
    return record.attempt() - 1L + (record.outcome().equals("in-progress") ? 1 : 0);
  }

  /** Between the event and the start of its processing: in the outbox, in Kafka, in the broker. */
  private static double age(InvocationRecord record) {
    var event = record.eventTime();
    return event == null
        ? 0
        : Math.max(0, Duration.between(event, record.startedAt()).toNanos() / NANOS);
  }

  private static Map<String, String> trigger(InvocationRecord record) {
    return Map.of("perennial.trigger", record.trigger());
  }

  private static Map<String, String> triggerAndOutcome(InvocationRecord record) {
    return new TreeMap<>(
        Map.of("perennial.trigger", record.trigger(), "perennial.outcome", record.outcome()));
  }

  private static Map<String, String> triggerAndType(InvocationRecord record) {
    return new TreeMap<>(
        Map.of("perennial.trigger", record.trigger(), "cloudevents.event_type", record.name()));
  }

  /** A counter; empty if nothing is to be added. */
  private Optional<Map<String, Object>> sum(
      String name,
      String unit,
      ToLongFunction<InvocationRecord> count,
      Function<InvocationRecord, Map<String, String>> attributes) {
    var points = new ArrayList<Object>();
    records.stream()
        .filter(record -> count.applyAsLong(record) > 0)
        .collect(groupingBy(attributes, LinkedHashMap::new, toList()))
        .forEach(
            (of, group) -> {
              var point = point(of);
              point.put("asInt", String.valueOf(group.stream().mapToLong(count).sum()));
              points.add(point);
            });
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(
            metric(
                name,
                unit,
                "sum",
                Map.of(
                    "dataPoints", points, "aggregationTemporality", DELTA, "isMonotonic", true)));
  }

  private Optional<Map<String, Object>> histogram(
      String name,
      List<InvocationRecord> of,
      ToDoubleFunction<InvocationRecord> seconds,
      Function<InvocationRecord, Map<String, String>> attributes) {
    var points = new ArrayList<Object>();
    of.stream()
        .collect(groupingBy(attributes, LinkedHashMap::new, toList()))
        .forEach((key, group) -> points.add(histogramPoint(key, group, seconds)));
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(
            metric(
                name,
                "s",
                "histogram",
                Map.of("dataPoints", points, "aggregationTemporality", DELTA)));
  }

  private Map<String, Object> histogramPoint(
      Map<String, String> attributes,
      List<InvocationRecord> group,
      ToDoubleFunction<InvocationRecord> seconds) {
    var counts = new long[BOUNDS.size() + 1];
    for (var record : group) {
      counts[bucket(seconds.applyAsDouble(record))]++;
    }
    var point = point(attributes);
    point.put("count", String.valueOf(group.size()));
    point.put("sum", group.stream().mapToDouble(seconds).sum());
    point.put("bucketCounts", Arrays.stream(counts).mapToObj(String::valueOf).toList());
    point.put("explicitBounds", BOUNDS);
    return point;
  }

  /** A bound belongs to the bucket below it. */
  private static int bucket(double seconds) {
    int bucket = 0;
    while (bucket < BOUNDS.size() && seconds > BOUNDS.get(bucket)) {
      bucket++;
    }
    return bucket;
  }

  private Map<String, Object> point(Map<String, String> attributes) {
    var point = new LinkedHashMap<String, Object>();
    point.put("attributes", OtlpJson.texts(attributes));
    point.put("startTimeUnixNano", OtlpJson.unixNanos(since));
    point.put("timeUnixNano", OtlpJson.unixNanos(until));
    return point;
  }

  private static Map<String, Object> metric(
      String name, String unit, String kind, Map<String, Object> data) {
    var metric = new LinkedHashMap<String, Object>();
    metric.put("name", name);
    metric.put("unit", unit);
    metric.put(kind, data);
    return metric;
  }
}
