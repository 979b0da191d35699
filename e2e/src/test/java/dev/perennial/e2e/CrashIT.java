package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** After a kill -9 between any two steps no event is lost and no next task is doubled. */
class CrashIT {

  private static final String API = "task-api";
  private static final String RECURRENCE = "on-completed-recurrence";
  private static final long GROUP = 10;

  private final RunningSystem system = SharedSystem.get();
  private final Person ada = system.person("ada");
  private final String title = "Crash " + UUID.randomUUID();
  private final JsonNode task = ada.createDaily(title, "2027-05-01");

  @Test
  void task_api_killed_before_its_commit_has_no_effect_and_the_request_can_be_repeated() {
    try (var barrier = StatementBarrier.before(system.postgres(), "UPDATE ON tasks.tasks", API)) {
      var response =
          CompletableFuture.supplyAsync(
              () -> ada.http().post(path() + "/complete", null).statusCode());
      barrier.awaitBlocked();
      system.processOf(API).destroyForcibly();
      assertThat(response.join()).isGreaterThanOrEqualTo(500);
    }
    assertThat(ada.titled(title))
        .singleElement()
        .satisfies(t -> assertThat(t.path("version").asInt()).isEqualTo(1));

    ada.complete(task);

    assertOneNextTask();
  }

  @Test
  void task_api_killed_between_commit_and_publishing_publishes_after_its_restart()
      throws IOException {
    system.person("ada").all("open");
    signal("STOP", system.status().path("infrastructure").path("kafkaPid").asLong());
    try {
      ada.complete(task);
      assertThat(outboxOf(API)).isPositive();
      system.processOf(API).destroyForcibly();
    } finally {
      signal("CONT", system.status().path("infrastructure").path("kafkaPid").asLong());
    }

    assertOneNextTask();
  }

  @Test
  void task_api_killed_between_publishing_and_deleting_publishes_again_without_a_second_effect() {
    try (var barrier =
        StatementBarrier.before(system.postgres(), "DELETE ON runtime.outbox", API)) {
      ada.complete(task);
      barrier.awaitBlocked();
      system.processOf(API).destroyForcibly();
    }

    assertOneNextTask();
  }

  @Test
  void a_function_killed_before_its_commit_gets_the_event_again() {
    try (var barrier =
        StatementBarrier.before(system.postgres(), "INSERT ON tasks.tasks", RECURRENCE)) {
      ada.complete(task);
      barrier.awaitBlocked();
      system.processOf(RECURRENCE).destroyForcibly();
    }

    assertOneNextTask();
  }

  @Test
  void a_function_killed_between_commit_and_publishing_publishes_after_its_restart()
      throws IOException {
    var kafka = system.status().path("infrastructure").path("kafkaPid").asLong();
    var barrier = StatementBarrier.before(system.postgres(), "INSERT ON tasks.tasks", RECURRENCE);
    try {
      ada.complete(task);
      barrier.awaitBlocked();
      signal("STOP", kafka);
      barrier.close();
      Waiting.until("the function has committed").until(() -> outboxOf(RECURRENCE) > 0);
      system.processOf(RECURRENCE).destroyForcibly();
    } finally {
      signal("CONT", kafka);
    }

    assertOneNextTask();
  }

  @Test
  void a_function_killed_between_publishing_and_deleting_has_no_second_effect() {
    try (var barrier =
        StatementBarrier.before(system.postgres(), "DELETE ON runtime.outbox", RECURRENCE)) {
      ada.complete(task);
      barrier.awaitBlocked();
      system.processOf(RECURRENCE).destroyForcibly();
    }

    assertOneNextTask();
  }

  /** Of ten events one is in the blocked transaction, and the others wait for the next group. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "on-completed-recurrence | INSERT ON tasks.tasks     | SELECT count(*) FROM tasks.tasks"
            + " WHERE owner = '%s' AND previous_id IS NOT NULL",
        "reminder-scheduler      | INSERT ON reminders.tasks | SELECT count(*) FROM reminders.tasks"
            + " WHERE meant_for = '%s' AND version = 2",
        "audit-sink              | INSERT ON audit.entries   | SELECT count(*) FROM audit.entries"
            + " WHERE owner = '%s' AND type LIKE '%%.task.completed.v1'",
        "sync-push               | INSERT ON sync.entries    | SELECT count(*) FROM sync.entries"
            + " JOIN sync.events ON number = event WHERE user_id = '%s' AND type LIKE"
            + " '%%.task.completed.v1'",
      })
  void a_function_killed_while_events_wait_for_its_group_handles_each_once(
      String function, String statement, String effects) {
    var user = SharedSystem.newUser();
    var person = system.person(user);
    var effect = effects.formatted(user);
    var tasks =
        LongStream.range(0, GROUP)
            .mapToObj(_ -> person.createDaily("Group", "2027-05-01"))
            .toList();
    try (var barrier = StatementBarrier.before(system.postgres(), statement, function)) {
      tasks.forEach(person::complete);
      barrier.awaitBlocked();
      system.processOf(function).destroyForcibly();
    }

    Waiting.until("every event has its effect")
        .untilAsserted(() -> assertThat(system.postgres().number(effect)).isEqualTo(GROUP));
    Waiting.remains(
        "each once", () -> assertThat(system.postgres().number(effect)).isEqualTo(GROUP));
  }

  /** There is one next task, its events are on the topic, and the outboxes are empty. */
  private void assertOneNextTask() {
    Waiting.until("the next task exists")
        .untilAsserted(() -> assertThat(ada.titled(title)).hasSize(2));
    var next =
        ada.titled(title).stream()
            .map(each -> each.path("id").asString())
            .filter(id -> !id.equals(task.path("id").asString()))
            .findFirst()
            .orElseThrow();
    Waiting.until("its events are on the topic")
        .untilAsserted(
            () -> {
              assertThat(SharedSystem.taskEvents().typesAbout(next))
                  .contains("task.created", "task.scheduled");
              assertThat(outboxOf(API) + outboxOf(RECURRENCE)).isZero();
            });
    assertThat(ada.titled(title)).hasSize(2);
  }

  private long outboxOf(String function) {
    return system
        .postgres()
        .number("SELECT count(*) FROM runtime.outbox WHERE producer = '%s'".formatted(function));
  }

  private String path() {
    return "/v1/tasks/" + task.path("id").asString();
  }

  private static void signal(String name, long pid) throws IOException {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start();
    assertThat(kill.onExit().join().exitValue()).isZero();
  }
}
