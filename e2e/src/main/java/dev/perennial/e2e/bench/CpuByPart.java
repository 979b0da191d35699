package dev.perennial.e2e.bench;

import dev.perennial.e2e.RunningSystem;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The CPU that each part of a running system has used so far, in ms, by the accounting of the
 * operating system. What the bench itself uses is not in it, but for its queries in Postgres.
 */
record CpuByPart(Map<String, Long> millis) {

  private static final String POSTGRES = "Postgres";

  static CpuByPart of(RunningSystem system) {
    var status = system.status();
    var infrastructure = status.path("infrastructure");
    var millis = new LinkedHashMap<String, Long>();
    millis.put(
        POSTGRES, ProcessStat.withChildrenMillis(infrastructure.path("postgresPid").asLong()));
    millis.put("Kafka", ownMillis(infrastructure.path("kafkaPid").asLong()));
    millis.put("platform", ownMillis(system.process().pid()));
    for (var function : status.path("functions")) {
      millis.put(
          function.path("name").asString(),
          function.path("pid").isNumber() ? ownMillis(function.path("pid").asLong()) : 0);
    }
    return new CpuByPart(millis);
  }

  /** CPU of all Postgres processes so far. */
  static long ofPostgres(RunningSystem system) {
    return ProcessStat.withChildrenMillis(
        system.status().path("infrastructure").path("postgresPid").asLong());
  }

  /** What was used since then. A function that was started since counts from its start. */
  CpuByPart since(CpuByPart before) {
    var used = new LinkedHashMap<String, Long>();
    millis.forEach(
        (part, now) -> {
          var then = before.millis.getOrDefault(part, 0L);
          used.put(part, now >= then ? now - then : now);
        });
    return new CpuByPart(used);
  }

  /** The same, with what was accounted earlier to functions that have been stopped since. */
  CpuByPart or(CpuByPart earlier) {
    var all = new LinkedHashMap<>(millis);
    all.replaceAll((part, now) -> now == 0 ? earlier.millis.getOrDefault(part, 0L) : now);
    return new CpuByPart(all);
  }

  /** The same with this much less in Postgres: what the bench's own queries used. */
  CpuByPart withoutQueries(long queriesMillis) {
    var less = new LinkedHashMap<>(millis);
    less.merge(POSTGRES, -queriesMillis, Long::sum);
    return new CpuByPart(less);
  }

  long totalMillis() {
    return millis.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Adds the CPU of each part for one of this many. */
  void addTo(Report report, String what, int count) {
    millis.forEach(
        (part, used) -> report.add(what + ": " + part, used / (double) count, "ms CPU", ""));
    report.add(what + ": all parts", totalMillis() / (double) count, "ms CPU", "");
  }

  private static long ownMillis(long pid) {
    try {
      return ProcessStat.of(pid).ownMillis();
    } catch (UncheckedIOException ended) {
      return 0;
    }
  }
}
