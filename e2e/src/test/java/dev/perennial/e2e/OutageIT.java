package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Outages of Kafka and Postgres. */
class OutageIT {

  private final RunningSystem system = SharedSystem.get();
  private final Person ada = system.person("ada");
  private final String title = "Outage " + UUID.randomUUID();

  @Test
  void requests_succeed_while_kafka_is_stopped_and_every_next_task_is_created_afterwards() {
    var tasks = create(20);
    system.infrastructure("kafka", "stop");
    try {
      tasks.forEach(ada::complete);
    } finally {
      system.infrastructure("kafka", "start");
    }

    Waiting.until("every next task exists")
        .untilAsserted(() -> assertThat(ada.titled(title)).hasSize(40));
    assertNothingIsLeftInTheOutbox();
    assertThat(ada.titled(title)).hasSize(40);
  }

  @Test
  void a_restart_of_postgres_under_load_loses_and_duplicates_nothing() throws Exception {
    var tasks = create(100);
    ada.complete(tasks.getFirst());
    var api = system.processOf("task-api").pid();
    try (var people = Executors.newFixedThreadPool(4)) {
      var completing =
          tasks.stream().map(task -> people.submit(() -> completeUntilItWorks(task))).toList();
      completing.get(20).get();
      system.infrastructure("postgres", "restart");
      for (Future<?> one : completing) {
        one.get();
      }
    }

    Waiting.until("every next task exists")
        .untilAsserted(() -> assertThat(ada.titled(title)).hasSize(200));
    assertNothingIsLeftInTheOutbox();
    assertThat(ada.titled(title)).hasSize(200);
    assertThat(system.processOf("task-api").pid()).as("it recovered by itself").isEqualTo(api);
  }

  private List<JsonNode> create(int count) {
    return IntStream.range(0, count).mapToObj(i -> ada.createDaily(title, "2027-06-01")).toList();
  }

  private void completeUntilItWorks(JsonNode task) {
    Waiting.until("the completion is accepted")
        .until(
            () -> {
              try {
                return ada.http()
                        .post("/v1/tasks/" + task.path("id").asString() + "/complete", null)
                        .statusCode()
                    == 200;
              } catch (UncheckedIOException cut) {
                return false;
              }
            });
  }

  private void assertNothingIsLeftInTheOutbox() {
    Waiting.until("nothing is left in the outbox")
        .until(() -> system.postgres().number("SELECT count(*) FROM runtime.outbox") == 0);
  }
}
