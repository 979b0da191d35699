package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Recurrence through the whole system. */
class RecurrenceJourneyIT {

  private final Person ada = SharedSystem.get().person("ada");
  private final Person grace = SharedSystem.get().person("grace");

  @Test
  void a_skipped_occurrence_is_followed_by_the_next_one() {
    var title = "Passed over " + UUID.randomUUID();
    var task = ada.createDaily(title, "2999-03-01");

    post(ada, path(task) + "/skip", null, 200);

    assertThat(awaitOpen(ada, title, 1).getFirst().at("/due/date").asString())
        .isEqualTo("2999-03-02");
  }

  @Test
  void a_series_with_a_count_of_three_has_three_occurrences() {
    var title = "Three times " + UUID.randomUUID();
    ada.create(
        """
        {"title":"%s","due":{"date":"2999-01-31"},
         "recurrence":{"frequency":"monthly","end":{"after":3}}}
        """
            .formatted(title));

    ada.complete(awaitOpen(ada, title, 1).getFirst());
    ada.complete(awaitNumber(title, 2));
    var third = awaitNumber(title, 3);
    var last = ada.complete(third);

    assertThat(last.path("next").isNull()).isTrue();
    assertThat(ada.titled(title))
        .extracting(task -> task.at("/due/date").asString())
        .containsExactly("2999-01-31", "2999-02-28", "2999-03-31");
  }

  @Test
  void a_task_completed_by_a_member_has_a_next_task_for_all_members() {
    var title = "Shared " + UUID.randomUUID();
    var list = post(ada, "/v1/lists", "{\"name\":\"Ours\"}", 201).path("id").asString();
    ada.share(list, "grace", "editor", grace);
    var task =
        ada.create(
            """
            {"title":"%s","listId":"%s","due":{"date":"2999-03-01"},"recurrence":{"frequency":"daily"}}
            """
                .formatted(title, list));

    grace.complete(task);

    var next = awaitOpen(grace, title, 1).getFirst();
    assertThat(next.at("/due/date").asString()).isEqualTo("2999-03-02");
    assertThat(awaitOpen(ada, title, 1)).containsExactly(next);
  }

  private static JsonNode awaitNumber(String title, int number) {
    var ada = SharedSystem.get().person("ada");
    return Waiting.until("occurrence " + number + " is there")
        .until(
            () ->
                ada.titled(title).stream()
                    .filter(task -> task.path("occurrenceNumber").asInt() == number)
                    .findFirst()
                    .orElse(null),
            task -> task != null);
  }

  private static List<JsonNode> awaitOpen(Person person, String title, int count) {
    return Waiting.until(count + " open")
        .until(
            () ->
                person.all("open").stream()
                    .filter(task -> task.path("title").asString().equals(title))
                    .toList(),
            open -> open.size() == count);
  }

  private static JsonNode post(Person person, String path, String json, int status) {
    var response = person.http().post(path, json);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return EventJson.MAPPER.readTree(response.body());
  }

  private static String path(JsonNode task) {
    return "/v1/tasks/" + task.path("id").asString();
  }
}
