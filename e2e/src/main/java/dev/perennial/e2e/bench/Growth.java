package dev.perennial.e2e.bench;

import dev.perennial.e2e.Http;
import dev.perennial.e2e.Person;
import dev.perennial.e2e.Postgres;
import dev.perennial.e2e.RunningSystem;
import dev.perennial.events.UuidV7;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Measures requests of a user with many tasks, and of one with a hundred times as many. */
final class Growth {

  private static final int TASKS = 10_000;
  private static final int TIMES = 100;
  private static final int SAMPLES = 300;
  private static final int BATCHES = 20;
  private static final int OPS = 100;
  private static final String PREVIEW =
      """
      {"recurrence":{"frequency":"monthly","nth":{"ordinal":-1,"weekday":"FR"}},
       "due":{"date":"2026-01-30","time":"09:00","zone":"Europe/Berlin"},"limit":100}
      """;

  private final Person few;
  private final Person many;
  private final Http stranger;
  private final Postgres postgres;
  private final Report report;
  private final Quiescence quiescence;

  Growth(RunningSystem system, Report report) {
    this.few = system.person("user-with-many");
    this.many = system.person("user-with-a-hundred-times-as-many");
    this.stranger = system.http();
    this.postgres = system.postgres();
    this.report = report;
    this.quiescence = new Quiescence(system);
  }

  void measure() {
    fill(few, TASKS);
    fill(many, TASKS * TIMES);
    // So that Postgres does it now and not in the background of the measurement.
    postgres.execute("VACUUM ANALYZE tasks.tasks");
    postgres.execute("CHECKPOINT");
    report.heading(
        "Among %,d tasks of one person, and among %,d of another, by turns, through the gateway"
            .formatted(TASKS, TASKS * TIMES));
    // The share of machine, gateway and server, without any task.
    quiescence.await();
    Latencies.timed(SAMPLES / 3, this::refused);
    report.add("A request without a token", Latencies.timed(SAMPLES, this::refused), "refused");
    both(SAMPLES, () -> {}, Growth::list).addTo(report, "List of 50", Target.LIST_GROWTH);
    var previews = both(SAMPLES, () -> {}, Growth::preview);
    report.add("Preview of 100", previews.many(), "");
    both(BATCHES, this::awaitStartedAndQuiescent, Growth::batch)
        .addTo(report, "Batch of %d".formatted(OPS), Target.BATCH_GROWTH);
  }

  private PairedLatencies both(int times, Runnable before, Consumer<Person> work) {
    quiescence.await();
    PairedLatencies.timed(times / 3, before, () -> work.accept(few), () -> work.accept(many));
    return PairedLatencies.timed(times, before, () -> work.accept(few), () -> work.accept(many));
  }

  /** Creates this many copies of one task, most of them completed. */
  private void fill(Person person, int tasks) {
    var template = person.create("{\"title\":\"One of many\"}").path("id").asString();
    postgres.execute(
        """
        INSERT INTO tasks.tasks (id, owner, created_by, list_id, title, priority, tags, completed_at, closed_zone,
          touched, version, created_at, updated_at)
        SELECT gen_random_uuid(), owner, created_by, list_id, title, priority, tags,
          CASE WHEN n %% 10 = 0 THEN NULL ELSE created_at END, CASE WHEN n %% 10 = 0 THEN NULL ELSE 'UTC' END,
          touched, version, created_at + n * interval '1 millisecond', updated_at
        FROM tasks.tasks, generate_series(1, %d) n WHERE id = '%s'
        """
            .formatted(tasks - 1, template));
  }

  private void refused() {
    expect(401, stranger.get("/v1/tasks?limit=50").statusCode());
  }

  private static void list(Person person) {
    expect(200, person.http().get("/v1/tasks?limit=50").statusCode());
  }

  private static void preview(Person person) {
    expect(200, person.http().post("/v1/recurrence/preview", PREVIEW).statusCode());
  }

  private static void batch(Person person) {
    expect(200, person.http().post("/v1/batch", ops()).statusCode());
  }

  /** Half of the operations create tasks, half of them edit these. */
  private static String ops() {
    var made = new ArrayList<UUID>();
    return IntStream.range(0, OPS)
        .mapToObj(
            i -> {
              if (i < OPS / 2) {
                made.add(UuidV7.at(Instant.now()));
                return op("create", made.get(i), "{\"title\":\"Made in a batch\"}");
              }
              return op("edit", made.get(i - OPS / 2), "{\"title\":\"Changed in a batch\"}");
            })
        .collect(Collectors.joining(",", "{\"ops\":[", "]}"));
  }

  private static String op(String kind, UUID task, String fields) {
    return "{\"opId\":\"%s\",\"kind\":\"%s\",\"taskId\":\"%s\",\"fields\":%s}"
        .formatted(UuidV7.at(Instant.now()), kind, task, fields);
  }

  /** Waits until the effects of the previous batch are done, and starts the function. */
  private void awaitStartedAndQuiescent() {
    quiescence.await();
    list(few);
  }

  private static void expect(int wanted, int status) {
    if (status != wanted) {
      throw new IllegalStateException("answered " + status);
    }
  }
}
