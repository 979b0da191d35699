package dev.perennial.e2e.bench;

import dev.perennial.e2e.Pause;
import dev.perennial.e2e.Person;
import dev.perennial.e2e.RunningSystem;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Measures many recurring tasks that are completed at once. */
final class Burst {

  private static final int TASKS = 1_000;
  private static final int WARM_UP = 300;
  private static final int CONNECTIONS = 50;
  private static final int POLL_MILLIS = 20;

  private final RunningSystem system;
  private final Report report;
  private final Person ada;
  private final Quiescence quiescence;

  Burst(RunningSystem system, Report report) {
    this.system = system;
    this.report = report;
    this.ada = system.person("ada");
    this.quiescence = new Quiescence(system);
  }

  void measure() throws InterruptedException, ExecutionException {
    report.heading(
        "%,d completed at once by %d connections, all functions running"
            .formatted(TASKS, CONNECTIONS));
    complete(create("Warm up", WARM_UP));
    quiescence.await();
    var title = "At once " + UUID.randomUUID();
    var tasks = create(title, TASKS);
    quiescence.await();
    var open =
        "SELECT count(*) FROM tasks.tasks WHERE title = '%s' AND completed_at IS NULL"
            .formatted(title);
    var before = CpuByPart.of(system);
    long began = System.nanoTime();
    complete(tasks);
    // The API is idle from here on, and may be stopped before the rest is processed.
    var accepted = CpuByPart.of(system);
    report.add("All completions accepted after", millis(began, System.nanoTime()), "ms", "");
    while (system.postgres().number(open) < TASKS) {
      Pause.millis(POLL_MILLIS);
    }
    double next = millis(began, System.nanoTime());
    double processed = millis(began, quiescence.await());
    var cpu = CpuByPart.of(system).or(accepted).since(before);
    report.add("All next tasks there after", next, "ms", "");
    report.add("All events processed after", processed, "ms", "");
    report.add("Next tasks", system.postgres().number(open), "tasks", "exactly 1,000");
    cpu.addTo(report, "CPU of a completion", TASKS);
    report.measured(Target.ALL_NEXT, next);
    report.measured(Target.ALL_PROCESSED, processed);
    report.measured(Target.COMPLETION_CPU, cpu.totalMillis() / (double) TASKS);
  }

  private ConcurrentLinkedQueue<JsonNode> create(String title, int count)
      throws InterruptedException, ExecutionException {
    var tasks = new ConcurrentLinkedQueue<JsonNode>();
    var left = new ConcurrentLinkedQueue<>(IntStream.range(0, count).boxed().toList());
    Baselines.inParallel(
        CONNECTIONS,
        () -> drain(left, i -> tasks.add(ada.createDaily(title, TaskMeasurements.DUE))));
    return tasks;
  }

  private void complete(ConcurrentLinkedQueue<JsonNode> tasks)
      throws InterruptedException, ExecutionException {
    Baselines.inParallel(CONNECTIONS, () -> drain(tasks, ada::complete));
  }

  private static <T> boolean drain(ConcurrentLinkedQueue<T> queue, Consumer<T> work) {
    for (var next = queue.poll(); next != null; next = queue.poll()) {
      work.accept(next);
    }
    return true;
  }

  private static double millis(long began, long ended) {
    return (ended - began) / 1e6;
  }
}
