package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import org.junit.jupiter.api.Test;

/** No event has its effect twice. */
class DuplicatesIT {

  private static final int DELIVERIES = 32;

  private final RunningSystem system = SharedSystem.get();
  private final Person ada = system.person("ada");
  private final Topic topic = SharedSystem.taskEvents();

  @Test
  void a_completion_delivered_32_times_concurrently_creates_one_next_task() {
    var task = ada.createDaily("Once", "2027-03-01");
    var ledger = "SELECT count(*) FROM runtime.ledger WHERE consumer = 'on-completed-recurrence'";
    var before = system.postgres().number(ledger);
    CloudEvent completed;
    try (var barrier =
        StatementBarrier.before(
            system.postgres(), "INSERT ON runtime.ledger", "on-completed-recurrence")) {
      ada.complete(task);
      barrier.awaitBlocked();
      completed = completionOf(task.path("id").asString());
      topic.publish(completed, DELIVERIES - 1);
    }

    Waiting.until("every delivery is done with")
        .untilAsserted(() -> assertThat(ada.titled("Once")).hasSize(2));
    topic.publish(completed, DELIVERIES);
    var marker =
        ada.complete(ada.createDaily("Once, afterwards", "2027-03-01"))
            .path("next")
            .path("id")
            .asString();
    Waiting.until("the later task exists").until(() -> ada.get(marker).statusCode() == 200);

    assertThat(ada.titled("Once")).hasSize(2);
    assertThat(system.postgres().number(ledger)).isEqualTo(before + 2);
  }

  private CloudEvent completionOf(String taskId) {
    return topic.about(taskId).stream()
        .filter(event -> Topic.shortType(event).equals("task.completed"))
        .findFirst()
        .orElseThrow();
  }
}
