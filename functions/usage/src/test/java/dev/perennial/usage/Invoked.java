package dev.perennial.usage;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** A record of an invocation; each {@code with} returns a changed copy. */
record Invoked(Map<String, Object> columns) {

  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final int HEX = 16;

  /** A successful request of this owner: 1.5 ms of active time, 1 ms of CPU and 256 MiB. */
  static Invoked by(String owner, Instant at) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("day", at.atZone(ZoneOffset.UTC).toLocalDate());
    columns.put("instance", UUID.randomUUID());
    columns.put("number", NUMBERS.incrementAndGet());
    columns.put("function", "task-api");
    columns.put("trigger", "http");
    columns.put("name", "POST /v1/tasks");
    columns.put("owner", owner);
    columns.put("actor", owner);
    columns.put("trace_id", hex(2));
    columns.put("span_id", hex(1));
    columns.put("attempt", 1);
    columns.put("outcome", "done");
    columns.put("status", 201);
    columns.put("started_at", at);
    columns.put("wall_us", 2_000);
    columns.put("active_us", 1_500);
    columns.put("cpu_us", 1_000);
    columns.put("cold_start_us", 0);
    columns.put("memory_mib", 256);
    columns.put("bytes_in", 100);
    columns.put("bytes_out", 1_000);
    columns.put("events_out", 1);
    columns.put("event_bytes_out", 500);
    columns.put("mails", 0);
    columns.put("pushes", 0);
    columns.put("stream_ms", 0);
    columns.put("overhead", false);
    return new Invoked(columns);
  }

  /** An event of this id that audit-sink processed. */
  Invoked ofEvent(UUID id) {
    return with("function", "audit-sink")
        .with("trigger", "event")
        .with("name", "dev.perennial.task.created.v1")
        .with("event_source", "/functions/task-api")
        .with("event_id", id)
        .with("status", 202);
  }

  Invoked with(String column, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(columns);
    changed.put(column, value);
    return new Invoked(changed);
  }

  Invoked without(String column) {
    Map<String, Object> changed = new LinkedHashMap<>(columns);
    changed.remove(column);
    return new Invoked(changed);
  }

  String text(String column) {
    return String.valueOf(columns.get(column));
  }

  /** Stores it, recorded now. */
  Invoked record() {
    UsageFunction.POSTGRES.execute(
        "INSERT INTO usage.invocations (%s) VALUES (%s)"
            .formatted(
                String.join(", ", columns.keySet()),
                columns.values().stream()
                    .map("'%s'"::formatted)
                    .collect(Collectors.joining(", "))));
    return this;
  }

  /**
   * Stores it so many times, each below the one before, and each with an instance and a step of its
   * own.
   */
  void recordAsChain(int steps) {
    Map<String, Object> chained = new LinkedHashMap<>(columns);
    for (String own : List.of("instance", "span_id", "parent_span_id")) {
      chained.remove(own);
    }
    String first = text("span_id").substring(0, HEX / 2);
    UsageFunction.POSTGRES.execute(
        """
        INSERT INTO usage.invocations (%s, instance, span_id, parent_span_id)
        SELECT %s, gen_random_uuid(), '%3$s' || lpad(to_hex(i), 8, '0'), '%3$s' || lpad(to_hex(i - 1), 8, '0')
        FROM generate_series(1, %4$d) i
        """
            .formatted(
                String.join(", ", chained.keySet()),
                chained.values().stream().map("'%s'"::formatted).collect(Collectors.joining(", ")),
                first,
                steps));
  }

  static String hex(int longs) {
    return UUID.randomUUID().toString().replace("-", "").substring(0, HEX * longs);
  }
}
