package dev.perennial.oncompletedrecurrence;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.Recurrence;
import dev.perennial.events.TaskEvent;
import dev.perennial.events.TaskSnapshot.Priority;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.InvocationRows;
import dev.perennial.runtime.testkit.InvocationRows.Row;
import dev.perennial.runtime.testkit.ShippedFunction;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.edit.CloseTask;
import dev.perennial.tasks.edit.CreateTask;
import dev.perennial.tasks.list.Inbox;
import dev.perennial.tasks.store.TaskStore;
import dev.perennial.tasks.task.Content;
import dev.perennial.tasks.task.Draft;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of the invocations of a process that was killed. */
class KilledProcessIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();
  private static final int AT_ONCE = 8;

  /** Records are written after 1 s; the rest is for a machine that is busy. */
  private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(4);

  private final String owner = "ada-" + UUID.randomUUID();

  /** When each event was acknowledged. */
  private final Map<String, Long> acknowledged = new ConcurrentHashMap<>();

  @TempDir private Path directory;

  @Test
  void a_kill_loses_the_last_records_only_and_the_numbers_show_which_are_missing()
      throws Exception {
    var task = completedTask();
    var env = POSTGRES.settings("on-completed-recurrence").env();
    long killed;
    try (var function =
            ShippedFunction.start("on-completed-recurrence", env, directory.resolve("log"));
        var deliveries = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < AT_ONCE; i++) {
        deliveries.submit(() -> deliverUntilKilled(function, task));
      }
      Awaitility.await("records are written and others wait")
          .atMost(Duration.ofMinutes(2))
          .until(() -> rows().size() > 200 && acknowledged.size() > 500);
      killed = System.nanoTime();
      function.kill();
      function.process().waitFor();
    }

    var rows = rows();
    var recorded = rows.stream().map(row -> row.text("event_id")).collect(Collectors.toSet());
    var older =
        acknowledged.entrySet().stream()
            .filter(entry -> killed - entry.getValue() > WRITTEN_WITHIN.toNanos())
            .map(Map.Entry::getKey)
            .toList();
    assertThat(recorded).containsAll(older);
    assertThat(rows.stream().map(row -> row.number("number"))).doesNotHaveDuplicates();
    // Those in progress are missing, and those that began and ended while the batch was written.
    assertThat(lastBatch(rows, "last_number") - rows.size()).isBetween(0L, 20L * AT_ONCE);
    assertThat(lastBatch(rows, "active_us"))
        .isGreaterThanOrEqualTo(rows.stream().mapToLong(row -> row.number("active_us")).sum());
    assertThat(lastBatch(rows, "final::int")).as("the process did not stop by itself").isZero();
  }

  private void deliverUntilKilled(ShippedFunction function, String task) {
    while (function.process().isAlive()) {
      var id = UUID.randomUUID().toString();
      if (function.http().post(event(id), task).statusCode() == 202) {
        acknowledged.put(id, System.nanoTime());
      }
    }
  }

  private List<Row> rows() {
    return InvocationRows.where("owner = '" + owner + "'");
  }

  private static long lastBatch(List<Row> rows, String column) {
    return Long.parseLong(
        POSTGRES
            .column(
                "SELECT %s FROM usage.batches WHERE instance = '%s' ORDER BY batch DESC LIMIT 1"
                    .formatted(column, rows.getFirst().text("instance")))
            .getFirst());
  }

  /** The payload of the event of a task whose next occurrence is created once. */
  private String completedTask() {
    var command = Command.now(owner, null, Instant.parse("2026-03-01T08:00:00Z"));
    var due = new Due(LocalDate.of(2026, 3, 1), null, null);
    var content =
        new Content(Inbox.idFor(owner), "Water", null, Priority.NONE, List.of(), due, null, null);
    var draft = new Draft(content, Recurrence.every(1, Recurrence.Frequency.DAILY));
    try (var database = Database.open(POSTGRES.settings("task-api"))) {
      var tasks = new TaskStore(database, _ -> Instant.EPOCH);
      var task = tasks.create(CreateTask.create(UUID.randomUUID(), draft, command));
      var completed =
          tasks
              .change(owner, task.id(), found -> CloseTask.complete(found, UTC, command))
              .orElseThrow()
              .task();
      var payload = new TaskEvent(completed.snapshot(), Map.of(), List.of(owner), null, null);
      return new String(EventJson.write(payload), StandardCharsets.UTF_8);
    }
  }

  private Map<String, String> event(String id) {
    return Map.of(
        "ce-specversion",
        "1.0",
        "ce-id",
        id,
        "ce-source",
        "/functions/task-api",
        "ce-type",
        EventType.TASK_COMPLETED.type(),
        "ce-owner",
        owner,
        "ce-actor",
        owner,
        "Content-Type",
        "application/json");
  }
}
