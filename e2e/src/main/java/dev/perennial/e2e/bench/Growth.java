package dev.perennial.e2e.bench;

import dev.perennial.e2e.Http;
import dev.perennial.e2e.Person;
import dev.perennial.e2e.Postgres;
import dev.perennial.e2e.RunningSystem;
import dev.perennial.events.UuidV7;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What somebody with many tasks waits for, and how much longer with ten times as many. */
final class Growth {

  private static final int TASKS = 100_000;
  private static final int TIMES = 10;
  private static final int SAMPLES = 300;
  private static final int BATCHES = 20;
  private static final int OPS = 100;
  private static final int WARM_UP = 30;
  private static final String PREVIEW =
      """
      {"recurrence":{"frequency":"monthly","nth":{"ordinal":-1,"weekday":"FR"}},
       "due":{"date":"2026-01-30","time":"09:00","zone":"Europe/Berlin"},"limit":100}
      """;

  private final Person person;
  private final Http stranger;
  private final Postgres postgres;
  private final Report report;
  private final Quiet quiet;

  Growth(RunningSystem system, Report report) {
    this.person = system.person("grace");
    this.stranger = system.http();
    this.postgres = system.postgres();
    this.report = report;
    this.quiet = new Quiet(system);
  }

  void measure() {
    Latencies.timed(WARM_UP, this::batch);
    var first = person.create("{\"title\":\"One of many\"}").path("id").asString();
    fill(first, TASKS);
    var few = waits("%,d tasks".formatted(TASKS));
    fill(first, TASKS * TIMES);
    var many = waits("%,d tasks".formatted(TASKS * TIMES));
    report.heading("%d times the tasks, ratio of p50".formatted(TIMES));
    ratio("List of 50", few.list, many.list);
    ratio("Preview of 100", few.preview, many.preview);
    ratio("Batch of %d".formatted(OPS), few.batch, many.batch);
  }

  /** Copies of one task, most of them done, until there are so many. */
  private void fill(String like, int tasks) {
    var there = postgres.number("SELECT count(*) FROM tasks.tasks WHERE title = 'One of many'");
    postgres.execute(
        """
        INSERT INTO tasks.tasks (id, owner, created_by, list_id, title, priority, tags, completed_at, closed_zone,
          touched, version, created_at, updated_at)
        SELECT gen_random_uuid(), owner, created_by, list_id, title, priority, tags,
          CASE WHEN n %% 10 = 0 THEN NULL ELSE created_at END, CASE WHEN n %% 10 = 0 THEN NULL ELSE 'UTC' END,
          touched, version, created_at + n * interval '1 millisecond', updated_at
        FROM tasks.tasks, generate_series(%d, %d) n WHERE id = '%s'
        """
            .formatted(there, tasks - 1, like));
    // What Postgres would do in the background for so many rows at once is none of what is
    // measured.
    postgres.execute("VACUUM ANALYZE tasks.tasks");
    postgres.execute("CHECKPOINT");
  }

  private Waits waits(String among) {
    report.heading("Among " + among + " of one user, through the gateway");
    // What no task has a share in: the machine, the way, and the server.
    report.add(
        "A request without a token", warmAndTimed(SAMPLES, this::refused), "refused at once");
    var waits =
        new Waits(
            warmAndTimed(SAMPLES, this::list),
            warmAndTimed(
                SAMPLES,
                () -> expect(person.http().post("/v1/recurrence/preview", PREVIEW).statusCode())),
            batches());
    report.add("List of 50 among " + among, waits.list, "");
    report.add("Preview of 100 among " + among, waits.preview, "");
    report.add("Batch of %d among %s".formatted(OPS, among), waits.batch, "to reach at p50: 300");
    return waits;
  }

  private void refused() {
    expect(401, stranger.get("/v1/tasks?limit=50").statusCode());
  }

  private void batch() {
    expect(person.http().post("/v1/batch", ops()).statusCode());
  }

  /** Half of it makes tasks, half of it changes them. */
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

  private void ratio(String what, Latencies few, Latencies many) {
    report.add(what, many.percentile(0.5) / few.percentile(0.5), "times", "to stay under: 1.3");
  }

  private static void expect(int status) {
    expect(200, status);
  }

  private static void expect(int wanted, int status) {
    if (status != wanted) {
      throw new IllegalStateException("answered " + status);
    }
  }

  /** Each when what follows from the one before is done, with nobody asleep. */
  private Latencies batches() {
    Latencies.timed(BATCHES / 3, this::awakeAndQuiet, this::batch);
    return Latencies.timed(BATCHES, this::awakeAndQuiet, this::batch);
  }

  private void awakeAndQuiet() {
    quiet.await();
    list();
  }

  private void list() {
    expect(person.http().get("/v1/tasks?limit=50").statusCode());
  }

  private Latencies warmAndTimed(int times, Runnable work) {
    quiet.await();
    Latencies.timed(times / 3, work);
    return Latencies.timed(times, work);
  }

  private record Waits(Latencies list, Latencies preview, Latencies batch) {}
}
