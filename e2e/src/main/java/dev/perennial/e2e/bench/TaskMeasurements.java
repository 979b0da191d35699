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
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** What is measured on the running system. */
final class Measurements {

  private static final int SAMPLES = 500;
  private static final int WARM_UP = 300;
  private static final int WAKES = 5;
  private static final int AT_ONCE = 1_000;
  private static final int CONNECTIONS = 50;
  private static final Duration SUSTAINED = Duration.ofSeconds(20);
  private static final int BACKLOG = 2_000;
  private static final String DUE = "2027-01-01";

  private final RunningSystem system;
  private final Report report;
  private final Person ada;
  private final Postgres postgres;
  private final Asleep asleep;
  private final Quiet quiet;

  Measurements(RunningSystem system, Report report) {
    this.system = system;
    this.report = report;
    this.ada = system.person("ada");
    this.postgres = system.postgres();
    this.asleep = new Asleep(system);
    this.quiet = new Quiet(system);
  }

  /**
   * Everything asleep: from the completion's request to the next task's row, and what each function
   * took from its process's start to its first answer, an event acknowledged or a request.
   */
  void fromZero(double bareStart) throws SQLException {
    report.heading("From zero");
    var waits = new ArrayList<Duration>();
    var starts = new TreeMap<String, List<Duration>>();
    try (var next = new NextTask(postgres)) {
      for (int i = 0; i < WAKES; i++) {
        var task = ada.createDaily("From zero", DUE);
        asleep.await();
        waits.add(completeToNext(task, next));
        asleep.await();
        for (var function : system.status().path("functions")) {
          var took = function.path("lastColdStartMs").asLong();
          // Not what this wakes: a completion reminds nobody.
          if (took > 0) {
            starts
                .computeIfAbsent(function.path("name").asString(), _ -> new ArrayList<>())
                .add(Duration.ofMillis(took));
          }
        }
      }
    }
    addWakes("Complete to next, all asleep", Latencies.of(waits), "to reach: 3000");
    starts.forEach(
        (function, durations) -> {
          var latencies = Latencies.of(durations);
          var times = latencies.percentile(0.5) / bareStart;
          addWakes(
              "Cold start of " + function,
              latencies,
              "to reach: 1000; p50 is %.1f x a bare server's start".formatted(times));
        });
  }

  private void addWakes(String name, Latencies latencies, String bound) {
    report.add(name + ", p50 of " + WAKES, latencies.percentile(0.5), "ms", bound);
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
      var waits = new ArrayList<Duration>();
      for (int i = 0; i < SAMPLES; i++) {
        waits.add(completeToNext(ada.createDaily("Warm", DUE), next));
      }
      report.add("Complete to next", Latencies.of(waits), "to reach: 100");
    }
  }

  void allAtOnce() throws InterruptedException, ExecutionException {
    report.heading("%,d completed at once by %d connections".formatted(AT_ONCE, CONNECTIONS));
    var title = "At once " + UUID.randomUUID();
    var tasks = new ConcurrentLinkedQueue<JsonNode>();
    var left = new ConcurrentLinkedQueue<>(IntStream.range(0, AT_ONCE).boxed().toList());
    Yardsticks.inParallel(
        CONNECTIONS, () -> drain(left, i -> tasks.add(ada.createDaily(title, DUE))));
    quiet.await();
    var open =
        "SELECT count(*) FROM tasks.tasks WHERE title = '%s' AND completed_at IS NULL"
            .formatted(title);
    var started = System.nanoTime();
    Yardsticks.inParallel(CONNECTIONS, () -> drain(tasks, ada::complete));
    var accepted = millisSince(started);
    while (postgres.number(open) < AT_ONCE) {
      Pause.millis(10);
    }
    report.add("All completions accepted after", accepted, "ms", "");
    report.add("All next tasks there after", millisSince(started), "ms", "to reach: 10000");
    report.add("Next tasks", postgres.number(open), "tasks", "to reach: exactly 1000");
  }

  /**
   * Events that change nothing but the ledger, so that the function's road is measured and not the
   * API's.
   */
  void sustained(double transactions) {
    report.heading("Sustained for %d s".formatted(SUSTAINED.toSeconds()));
    var topic = new Topic(system.kafka(), "task-events");
    var models =
        topic.events().stream().filter(e -> Topic.shortType(e).equals("task.completed")).toList();
    var handled = "SELECT count(*) FROM runtime.ledger WHERE consumer = 'on-completed-recurrence'";
    quiet.await();
    topic.publishAll(anew(models, BACKLOG));
    var before = postgres.number(handled);
    var published = before + BACKLOG;
    var started = System.nanoTime();
    while (System.nanoTime() - started < SUSTAINED.toNanos()) {
      if (published - postgres.number(handled) < BACKLOG) {
        topic.publishAll(anew(models, BACKLOG / 2));
        published += BACKLOG / 2;
      }
      Pause.millis(50);
    }
    var rate = (postgres.number(handled) - before) / (millisSince(started) / 1e3);
    report.add(
        "Events handled",
        rate,
        "a second",
        "%.2f x two-insert transactions".formatted(rate / transactions));
  }

  void memory() {
    report.heading("Resident memory after all of it");
    for (var function : system.status().path("functions")) {
      report.add(
          function.path("name").asString(),
          function.path("residentMb").asDouble(),
          "MB",
          "to reach: 200");
    }
  }

  private Duration completeToNext(JsonNode task, NextTask next) throws SQLException {
    var started = System.nanoTime();
    var id = ada.complete(task).path("next").path("id").asString();
    next.await(UUID.fromString(id));
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** The same events with new ids: nothing the ledger knows. */
  static List<CloudEvent> anew(List<CloudEvent> models, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> models.get(i % models.size()))
        .map(model -> CloudEventBuilder.from(model).withId(UUID.randomUUID().toString()).build())
        .toList();
  }

  private static <T> boolean drain(ConcurrentLinkedQueue<T> queue, Consumer<T> work) {
    for (var next = queue.poll(); next != null; next = queue.poll()) {
      work.accept(next);
    }
    return true;
  }

  private static double millisSince(long started) {
    return (System.nanoTime() - started) / 1e6;
  }

  /**
   * Sees a task's row as soon as it is committed, without a request that would wake or slow the
   * API.
   */
  private static final class NextTask implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement exists;

    NextTask(Postgres postgres) throws SQLException {
      this.connection = postgres.connect();
      this.exists = connection.prepareStatement("SELECT FROM tasks.tasks WHERE id = ?");
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
