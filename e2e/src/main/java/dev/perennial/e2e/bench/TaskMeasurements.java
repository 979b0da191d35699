package dev.perennial.e2e.bench;

import dev.perennial.e2e.Pause;
import dev.perennial.e2e.Person;
import dev.perennial.e2e.Postgres;
import dev.perennial.e2e.RunningSystem;
import dev.perennial.e2e.Topic;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Measures tasks on the running system. */
final class TaskMeasurements {

  private static final int SAMPLES = 500;
  private static final int WARM_UP = 300;
  private static final int COLD_STARTS = 5;
  private static final Duration SUSTAINED = Duration.ofSeconds(20);
  private static final int BACKLOG = 2_000;
  static final String DUE = "2027-01-01";

  private final RunningSystem system;
  private final Report report;
  private final Person ada;
  private final Postgres postgres;
  private final ScaledToZero scaledToZero;
  private final Quiescence quiescence;

  TaskMeasurements(RunningSystem system, Report report) {
    this.system = system;
    this.report = report;
    this.ada = system.person("ada");
    this.postgres = system.postgres();
    this.scaledToZero = new ScaledToZero(system);
    this.quiescence = new Quiescence(system);
  }

  /**
   * With all functions scaled to zero: from the completion's request to the next task's row, and
   * for each function from its process start to its first response.
   */
  void fromZero() throws SQLException {
    report.heading("From zero");
    var waits = new ArrayList<Duration>();
    var starts = new TreeMap<String, List<Duration>>();
    try (var next = new NextTask(postgres)) {
      for (int i = 0; i < COLD_STARTS; i++) {
        var task = ada.createDaily("From zero", DUE);
        scaledToZero.await();
        waits.add(completeToNext(task, next));
        scaledToZero.await();
        for (var function : system.status().path("functions")) {
          var took = function.path("lastColdStartMs").asLong();
          // Functions that a completion does not start have none.
          if (took > 0) {
            starts
                .computeIfAbsent(function.path("name").asString(), _ -> new ArrayList<>())
                .add(Duration.ofMillis(took));
          }
        }
      }
    }
    var all = Latencies.of(waits);
    addColdStarts("Complete to next, all scaled to zero", all, "");
    report.measured(Target.NEXT_FROM_ZERO, all.percentile(0.5));
    report.measured(Target.NEXT_FROM_ZERO_WORST, all.percentile(1));
    starts.forEach(
        (function, durations) -> {
          var latencies = Latencies.of(durations);
          var times = latencies.percentile(0.5) / report.yardstick(Yardstick.BARE_START);
          addColdStarts(
              "Started among the others: " + function,
              latencies,
              "%.1f x the bare server, which starts alone".formatted(times));
        });
  }

  private void addColdStarts(String name, Latencies latencies, String bound) {
    report.add(name + ", p50 of " + COLD_STARTS, latencies.percentile(0.5), "ms", bound);
    report.add(name + ", worst", latencies.percentile(1), "ms", "");
  }

  void apiLatencies() {
    report.heading("API, one request at a time through the gateway");
    Latencies.timed(WARM_UP, () -> ada.complete(ada.createDaily("Warm up", DUE)));
    var created = new ArrayList<JsonNode>();
    report.add(
        "Create", Latencies.timed(SAMPLES, () -> created.add(ada.createDaily("Latency", DUE))), "");
    var tasks = created.iterator();
    report.add("Complete", Latencies.timed(SAMPLES, () -> ada.complete(tasks.next())), "");
    report.add(
        "List 50",
        Latencies.timed(SAMPLES, () -> ada.http().get("/v1/tasks?status=open&limit=50")),
        "");
  }

  void completeToNext() throws SQLException {
    report.heading("Complete to next, warm, one at a time");
    try (var next = new NextTask(postgres)) {
      for (int i = 0; i < WARM_UP; i++) {
        completeToNext(ada.createDaily("Warm", DUE), next);
      }
      quiescence.await();
      var before = CpuByPart.of(system);
      long queriesBefore = next.cpuMillis();
      var waits = new ArrayList<Duration>();
      for (int i = 0; i < SAMPLES; i++) {
        waits.add(completeToNext(ada.createDaily("Warm", DUE), next));
      }
      quiescence.await();
      var cpu = CpuByPart.of(system).since(before).withoutQueries(next.cpuMillis() - queriesBefore);
      var all = Latencies.of(waits);
      report.add("Complete to next", all, "");
      cpu.addTo(report, "CPU of create, complete, next", SAMPLES);
      report.measured(Target.NEXT, all.percentile(0.5));
      report.measured(Target.NEXT_P95, all.percentile(0.95));
      report.measured(Target.JOURNEY_CPU, cpu.totalMillis() / (double) SAMPLES);
    }
  }

  /**
   * Uses events that change nothing but the ledger, so that the function is measured and not the
   * API.
   */
  void sustained() {
    report.heading("Sustained for %d s".formatted(SUSTAINED.toSeconds()));
    ada.complete(ada.createDaily("Repeated", DUE));
    quiescence.await();
    var topic = new Topic(system.kafka(), "task-events");
    var templates =
        topic.events().stream().filter(e -> Topic.shortType(e).equals("task.completed")).toList();
    var handled = "SELECT count(*) FROM runtime.ledger WHERE consumer = 'on-completed-recurrence'";
    quiescence.await();
    topic.publishAll(withNewIds(templates, BACKLOG));
    var before = postgres.number(handled);
    var published = before + BACKLOG;
    var started = System.nanoTime();
    while (System.nanoTime() - started < SUSTAINED.toNanos()) {
      if (published - postgres.number(handled) < BACKLOG) {
        topic.publishAll(withNewIds(templates, BACKLOG / 2));
        published += BACKLOG / 2;
      }
      Pause.millis(50);
    }
    var rate = (postgres.number(handled) - before) / (millisSince(started) / 1e3);
    report.add(
        "Events handled",
        rate,
        "a second",
        "through Kafka and the platform; %.2f x transactions of two inserts"
            .formatted(rate / report.yardstick(Yardstick.TRANSACTIONS)));
  }

  private Duration completeToNext(JsonNode task, NextTask next) throws SQLException {
    var started = System.nanoTime();
    var id = ada.complete(task).path("next").path("id").asString();
    next.await(UUID.fromString(id));
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** Copies of events with new ids, which the ledger does not know. */
  static List<CloudEvent> withNewIds(List<CloudEvent> templates, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> templates.get(i % templates.size()))
        .map(model -> CloudEventBuilder.from(model).withId(UUID.randomUUID().toString()).build())
        .toList();
  }

  private static double millisSince(long started) {
    return (System.nanoTime() - started) / 1e6;
  }

  /**
   * Waits for a task's row in the database, without requests that would start or slow down the API.
   */
  private static final class NextTask implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement exists;

    NextTask(Postgres postgres) throws SQLException {
      this.connection = postgres.connect();
      this.exists = connection.prepareStatement("SELECT FROM tasks.tasks WHERE id = ?");
    }

    /** CPU of the queries so far, by the backend that runs them. */
    long cpuMillis() throws SQLException {
      try (var statement = connection.createStatement();
          var row = statement.executeQuery("SELECT pg_backend_pid()")) {
        row.next();
        return ProcessStat.of(row.getLong(1)).ownMillis();
      }
    }

    void await(UUID id) throws SQLException {
      exists.setObject(1, id);
      while (!isThere()) {
        Pause.millis(1);
      }
    }

    private boolean isThere() throws SQLException {
      try (var rows = exists.executeQuery()) {
        return rows.next();
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
