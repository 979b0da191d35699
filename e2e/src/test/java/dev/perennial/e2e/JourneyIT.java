package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import dev.perennial.events.TaskEvent;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The main feature: a completed recurring task has a next task. */
class JourneyIT {

  private final RunningSystem system = SharedSystem.get();
  private final Person ada = system.person("ada");

  @Test
  void a_completed_daily_task_has_a_next_task_the_day_after_with_the_same_content() {
    var tomorrow = LocalDate.now().plusDays(1);
    var task =
        ada.create(
            """
            {"title":"Water the ferns","description":"All of them","priority":"high","tags":["home"],
             "due":{"date":"%s","time":"09:00","zone":"Europe/Berlin"},"recurrence":{"frequency":"daily"}}
            """
                .formatted(tomorrow));

    var completed = ada.complete(task);

    var predicted = completed.path("next");
    assertThat(predicted.path("due").path("date").asString())
        .isEqualTo(tomorrow.plusDays(1).toString());
    Waiting.until("the next task exists")
        .untilAsserted(
            () -> assertThat(ada.get(predicted.path("id").asString()).statusCode()).isEqualTo(200));
    var next = EventJson.MAPPER.readTree(ada.get(predicted.path("id").asString()).body());
    assertThat(next.path("occurrence")).isEqualTo(predicted.path("occurrence"));
    assertThat(next.path("due")).isEqualTo(predicted.path("due"));
    assertThat(next.path("status").asString()).isEqualTo("open");
    for (var carried :
        Set.of("title", "description", "priority", "tags", "recurrence", "seriesId", "listId")) {
      assertThat(next.path(carried)).as(carried).isEqualTo(task.path(carried));
    }
  }

  @Test
  void each_command_publishes_events_with_actor_and_changes() {
    var task = ada.createDaily("Feed the cat", LocalDate.now().toString());
    var id = task.path("id").asString();
    var next = ada.complete(task).path("next").path("id").asString();

    Waiting.until("all events are on the topic")
        .untilAsserted(
            () -> {
              assertThat(SharedSystem.taskEvents().typesAbout(id))
                  .containsExactlyInAnyOrder("task.created", "task.scheduled", "task.completed");
              assertThat(SharedSystem.taskEvents().typesAbout(next))
                  .containsExactlyInAnyOrder("task.created", "task.scheduled");
            });
    var completed =
        SharedSystem.taskEvents().about(id).stream()
            .filter(event -> Topic.shortType(event).equals("task.completed"))
            .findFirst()
            .orElseThrow();
    assertThat(completed.getExtension("actor")).isEqualTo(completed.getExtension("owner"));
    assertThat(completed.getExtension("partitionkey")).isEqualTo(task.path("listId").asString());
    var payload = EventJson.read(completed.getData().toBytes(), TaskEvent.class);
    assertThat(payload.changes().get("status").from()).isEqualTo("open");
    assertThat(payload.changes().get("status").to()).isEqualTo("completed");
  }

  @Test
  void a_task_of_one_user_is_not_found_by_another() {
    var id = ada.createDaily("Private", "2027-01-01").path("id").asString();

    assertThat(system.person("grace").get(id).statusCode()).isEqualTo(404);
  }
}
