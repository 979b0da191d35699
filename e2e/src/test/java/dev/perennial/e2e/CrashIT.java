package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** kill -9 between any two steps: no event lost, no second next task. */
class CrashIT {

  private static final String API = "task-api";
  private static final String RECURRENCE = "on-completed-recurrence";

  private final RunningSystem system = SharedSystem.get();
  private final Person ada = system.person("ada");
  private final String title = "Crash " + UUID.randomUUID();
  private final JsonNode task = ada.createDaily(title, "2027-05-01");

  @Test
  void killed_before_its_commit_the_api_has_done_nothing_and_can_be_asked_again() {
    try (var hold = Hold.before(system.postgres(), "UPDATE ON tasks.tasks", API)) {
      var answer =
          CompletableFuture.supplyAsync(
              () -> ada.http().post(path() + "/complete", null).statusCode());
      hold.awaitHeld();
      system.processOf(API).destroyForcibly();
      assertThat(answer.join()).isGreaterThanOrEqualTo(500);
    }
    assertThat(ada.titled(title))
        .singleElement()
        .satisfies(t -> assertThat(t.path("version").asInt()).isEqualTo(1));

    ada.complete(task);

    assertThatItCameBackOnce();
  }

  @Test
  void killed_after_its_commit_and_before_publishing_the_api_publishes_when_it_is_back()
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

    assertThatItCameBackOnce();
  }

  @Test
  void killed_after_publishing_and_before_marking_the_api_publishes_again_and_nobody_acts_twice() {
    try (var hold = Hold.before(system.postgres(), "DELETE ON runtime.outbox", API)) {
      ada.complete(task);
      hold.awaitHeld();
      system.processOf(API).destroyForcibly();
    }

    assertThatItCameBackOnce();
  }

  @Test
  void killed_before_its_commit_the_function_gets_the_event_again() {
    try (var hold = Hold.before(system.postgres(), "INSERT ON tasks.tasks", RECURRENCE)) {
      ada.complete(task);
      hold.awaitHeld();
      system.processOf(RECURRENCE).destroyForcibly();
    }

    assertThatItCameBackOnce();
  }

  @Test
  void killed_after_its_commit_and_before_publishing_the_function_publishes_when_it_is_back()
      throws IOException {
    var kafka = system.status().path("infrastructure").path("kafkaPid").asLong();
    var hold = Hold.before(system.postgres(), "INSERT ON tasks.tasks", RECURRENCE);
    try {
      ada.complete(task);
      hold.awaitHeld();
      signal("STOP", kafka);
      hold.close();
      Waiting.until("the function has committed").until(() -> outboxOf(RECURRENCE) > 0);
      system.processOf(RECURRENCE).destroyForcibly();
    } finally {
      signal("CONT", kafka);
    }

    assertThatItCameBackOnce();
  }

  @Test
  void killed_after_publishing_and_before_marking_the_function_does_no_harm() {
    try (var hold = Hold.before(system.postgres(), "DELETE ON runtime.outbox", RECURRENCE)) {
      ada.complete(task);
      hold.awaitHeld();
      system.processOf(RECURRENCE).destroyForcibly();
    }

    assertThatItCameBackOnce();
  }

  /** One next task, all its events on the topic, and nothing left in an outbox. */
  private void assertThatItCameBackOnce() {
    Waiting.until("the task came back")
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
