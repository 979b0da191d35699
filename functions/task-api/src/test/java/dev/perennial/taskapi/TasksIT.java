package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventType;
import dev.perennial.events.PublishedContract;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.tasks.list.Inbox;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TasksIT {

  private static final String DAILY =
      """
      {'title':'Water the ferns','description':'Not too much','priority':'high','tags':['home','plants'],
       'due':{'date':'2026-03-01','time':'09:00','zone':'Europe/Berlin'},'recurrence':{'frequency':'daily'}}
      """;
  private static final String PLAIN = "{'title':'Buy soil'}";

  private final Api api = Api.asSomebodyNew();

  @Test
  void the_response_to_a_new_task_equals_later_reads() {
    var created = api.post("/v1/tasks", DAILY).expect(201);

    assertThat(created.at("").toString())
        .isEqualTo(api.task(created.header("Location")).toString());
    assertThat(created.header("ETag")).isEqualTo("\"1\"");
    assertThat(created.header("Location")).isEqualTo("/v1/tasks/" + created.text("/id"));
    assertThat(created.text("/occurrence")).isEqualTo("2026-03-01T09:00");
    assertThat(created.at("/recurrence/interval").intValue()).isEqualTo(1);
    assertThat(created.text("/due/time")).isEqualTo("09:00");
  }

  @Test
  void a_task_is_in_the_inbox_by_default() {
    var created = api.post("/v1/tasks", PLAIN).expect(201);

    assertThat(created.text("/listId")).isEqualTo(Inbox.idFor(api.user).toString());
    assertThat(created.text("/priority")).isEqualTo("none");
    assertThat(created.at("/tags").size()).isZero();
    assertThat(created.at("/due").isNull()).isTrue();
  }

  @Test
  void keeps_any_text() {
    var title = "\uD83C\uDF31 \u00e9 \u202e \\\\ </script> %s";

    var task = api.create("{'title':'" + title + "'}");

    assertThat(api.get(task).text("/title")).isEqualTo(title.replace("\\\\", "\\"));
  }

  @Test
  void a_task_does_not_exist_for_other_users() {
    var task = api.create(PLAIN);
    var grace = Api.asSomebodyNew();

    Stream.of(
            grace.get(task),
            grace.patch(task, "{'title':'Mine'}"),
            grace.delete(task),
            grace.post(task + "/complete", ""),
            grace.post(task + "/reopen", ""))
        .forEach(response -> response.expect(404));
    api.get(task).expect(200);
    assertThat(grace.get("/v1/tasks?status=all").at("/items").size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000-0000-0000-0000-000000000000",
        "1",
        "1-1-1-1-1",
        "nonsense",
        "%C3%A9",
        "'"
      })
  void an_unknown_task_id_is_not_found(String id) {
    api.get("/v1/tasks/" + id).expect(404);
    api.patch("/v1/tasks/" + id, "{}").expect(404);
    api.post("/v1/tasks/" + id + "/complete", "").expect(404);
  }

  @Test
  void a_patch_changes_what_it_names_and_merges_the_due_date() {
    var task = api.create(DAILY);

    var patched =
        api.patch(task, "{'title':'Water the cacti','due':{'time':'17:30'},'description':null}")
            .expect(200);

    assertThat(patched.text("/title")).isEqualTo("Water the cacti");
    assertThat(patched.at("/description").isNull()).isTrue();
    assertThat(patched.at("/due").toString())
        .isEqualTo("{\"date\":\"2026-03-01\",\"time\":\"17:30\",\"zone\":\"Europe/Berlin\"}");
    assertThat(patched.text("/occurrence")).isEqualTo("2026-03-01T09:00");
    assertThat(patched.at("/tags").size()).isEqualTo(2);
    assertThat(patched.header("ETag")).isEqualTo("\"2\"");
  }

  @Test
  void a_patch_without_effect_creates_no_version_and_no_event() {
    var task = api.create(DAILY);
    var before = events(task).size();

    assertThat(
            api.patch(task, "{'title':'Water the ferns','recurrence':{'interval':1}}")
                .expect(200)
                .header("ETag"))
        .isEqualTo("\"1\"");
    api.patch(task, "{}").expect(200);
    assertThat(events(task)).hasSize(before);
  }

  @Test
  void a_patch_of_the_recurrence_starts_a_new_series_or_ends_it() {
    var task = api.create(DAILY);
    var series = api.get(task).text("/seriesId");

    var weekly = api.patch(task, "{'recurrence':{'frequency':'weekly'}}").expect(200);
    assertThat(weekly.text("/seriesId")).isNotEqualTo(series);

    var single = api.patch(task, "{'recurrence':null}").expect(200);
    assertThat(single.at("/seriesId").isNull()).isTrue();
    assertThat(api.post(task + "/complete", "").expect(200).at("/next").isNull()).isTrue();
  }

  @Test
  void an_occurrence_without_its_due_date_still_recurs_by_its_rule() {
    var task = api.create(DAILY.replace("2026-03-01", "2999-03-01"));

    assertThat(api.patch(task, "{'due':null}").expect(200).at("/due").isNull()).isTrue();
    assertThat(api.post(task + "/complete", "").expect(200).text("/next/due/date"))
        .isEqualTo("2999-03-02");
  }

  @Test
  void a_completed_task_keeps_its_recurrence() {
    var task = api.create(DAILY);
    api.post(task + "/complete", "").expect(200);

    assertThat(api.patch(task, "{'recurrence':null}").expect(409).text("/type"))
        .endsWith("/task-completed");
    api.patch(task, "{'title':'Watered'}").expect(200);
  }

  @Test
  void if_match_keeps_an_edit_from_overwriting_another() {
    var task = api.create(PLAIN);
    api.patch(task, "{'title':'Buy more soil'}").expect(200);

    for (var stale : List.of("\"1\"", "W/\"1\"", "2", "W/2", "nonsense", "")) {
      api.with("If-Match", stale).patch(task, "{'title':'Lost'}").expect(412);
      api.delete(task).expect(412);
    }
    api.with("If-Match", "\"7\", \"2\"").patch(task, "{'title':'Kept'}").expect(200);
    api.with("If-Match", "W/\"3\"").patch(task, "{'title':'Kept, too'}").expect(200);
    api.with("If-Match", "*").delete(task).expect(204);
  }

  @Test
  void an_unchanged_version_is_not_sent_again() {
    var task = api.create(PLAIN);

    api.with("If-None-Match", "\"1\"").get(task).expect(304);
    api.with("If-None-Match", "W/\"1\"").get(task).expect(304);
    api.with("If-None-Match", "\"2\"").get(task).expect(200);
  }

  @Test
  void completing_returns_the_next_and_a_repetition_returns_the_same() {
    var task = api.create(DAILY.replace("2026-03-01", "2999-03-01"));

    var first = api.post(task + "/complete", "").expect(200);
    var again = api.post(task + "/complete", "").expect(200);

    assertThat(first.text("/task/status")).isEqualTo("completed");
    assertThat(first.text("/next/occurrence")).isEqualTo("2999-03-02T09:00");
    assertThat(first.text("/next/due/zone")).isEqualTo("Europe/Berlin");
    assertThat(again.at("").toString()).isEqualTo(first.at("").toString());
    assertThat(events(task)).filteredOn(type -> type.endsWith("task.completed.v1")).hasSize(1);
  }

  @Test
  void concurrent_completions_by_many_clients_happen_once() throws Exception {
    var task = api.create(DAILY);
    Callable<String> complete =
        () -> api.post(task + "/complete", "").expect(200).at("").toString();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var responses = threads.invokeAll(Collections.nCopies(16, complete));
      for (var response : responses) {
        assertThat(response.get()).isEqualTo(responses.getFirst().get());
      }
    }
    assertThat(events(task)).filteredOn(type -> type.endsWith("task.completed.v1")).hasSize(1);
  }

  @Test
  void reopening_opens_it_again() {
    var task = api.create(PLAIN);
    api.post(task + "/complete", "").expect(200);

    var reopened = api.post(task + "/reopen", "").expect(200);

    assertThat(reopened.text("/status")).isEqualTo("open");
    assertThat(reopened.at("/completedAt").isNull()).isTrue();
    assertThat(api.post(task + "/reopen", "").expect(200).header("ETag"))
        .isEqualTo(reopened.header("ETag"));
  }

  @Test
  void a_deleted_task_is_not_found() {
    var task = api.create(PLAIN);

    api.delete(task).expect(204);

    api.get(task).expect(404);
    api.delete(task).expect(404);
    api.post(task + "/complete", "").expect(404);
    assertThat(api.get("/v1/tasks?status=all").at("/items").size()).isZero();
  }

  @Test
  void every_command_publishes_an_event_of_the_contract() {
    api.with("X-Client-Kind", "web").with("X-Device-Id", "laptop-1");
    var task = api.create(DAILY);
    api.patch(task, "{'due':{'date':'2026-03-02'}}").expect(200);
    api.post(task + "/complete", "").expect(200);
    api.post(task + "/reopen", "").expect(200);
    api.delete(task).expect(204);

    assertThat(events(task))
        .containsExactlyInAnyOrder(
            "dev.perennial.task.created.v1",
            "dev.perennial.task.scheduled.v1",
            "dev.perennial.task.updated.v1",
            "dev.perennial.task.scheduled.v1",
            "dev.perennial.task.completed.v1",
            "dev.perennial.task.reopened.v1",
            "dev.perennial.task.deleted.v1");
    var payloads = outbox(task, "convert_from(data, 'UTF8')");
    for (int i = 0; i < payloads.size(); i++) {
      var type = EventType.of(events(task).get(i)).orElseThrow();
      assertThat(PublishedContract.violations(type, payloads.get(i))).as(type.type()).isEmpty();
      assertThat(payloads.get(i))
          .contains("\"client\":{\"kind\":\"web\",\"deviceId\":\"laptop-1\"}");
    }
    assertThat(outbox(task, "(attributes ->> 'actor') || ' ' || (attributes ->> 'owner')"))
        .containsOnly(api.user + " " + api.user);
  }

  private static List<String> events(String task) {
    return outbox(task, "attributes ->> 'type'");
  }

  /** Read from the outbox: without Kafka events stay there. */
  private static List<String> outbox(String task, String column) {
    var id = task.substring(task.lastIndexOf('/') + 1);
    return TestPostgres.shared()
        .column(
            "SELECT %s FROM runtime.outbox WHERE attributes ->> 'subject' = '%s' ORDER BY id"
                .formatted(column, id));
  }
}
