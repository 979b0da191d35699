package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestoreIT {

  private final Api api = Api.asSomebodyNew();

  @Test
  void a_deleted_task_is_restored_as_it_was() {
    var task = api.create("{'title':'Water','tags':['x'],'due':{'date':'2026-03-01'}}");
    var before = api.task(task);
    api.delete(task).expect(204);
    api.get(task).expect(404);

    var restored = api.post(task + "/restore", "").expect(200);

    assertThat(restored.at("/version").longValue()).isEqualTo(3);
    var after = api.task(task);
    assertThat(after.without("version").without("updatedAt"))
        .isEqualTo(before.without("version").without("updatedAt"));
    assertThat(api.get("/v1/tasks").expect(200).at("/items").size()).isEqualTo(1);
    assertThat(types(task))
        .containsExactly("task.created", "task.scheduled", "task.deleted", "task.restored");
  }

  @Test
  void restoring_again_changes_nothing() {
    var task = api.create("{'title':'Water'}");
    assertThat(api.post(task + "/restore", "").expect(200).at("/version").longValue()).isEqualTo(1);
    api.delete(task).expect(204);
    api.post(task + "/restore", "").expect(200);

    assertThat(api.post(task + "/restore", "").expect(200).at("/version").longValue()).isEqualTo(3);
    assertThat(types(task)).hasSize(3);
  }

  @Test
  void a_task_can_be_deleted_and_restored_more_than_once() {
    var task = api.create("{'title':'Water'}");
    for (int i = 0; i < 2; i++) {
      api.delete(task).expect(204);
      api.post(task + "/restore", "").expect(200);
    }

    assertThat(api.task(task).required("version").longValue()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({"29 days 23 hours, 200", "30 days 1 minute, 410"})
  void a_task_can_be_restored_for_30_days(String ago, int status) {
    var task = api.create("{'title':'Water'}");
    api.delete(task).expect(204);
    TestPostgres.shared()
        .execute(
            "UPDATE tasks.tasks SET deleted_at = now() - interval '%s' WHERE id = '%s'"
                .formatted(ago, id(task)));

    var response = api.post(task + "/restore", "").expect(status);

    if (status == 410) {
      assertThat(response.text("/type")).endsWith("restore-expired");
      assertThat(response.text("/detail")).contains("30 days");
      api.get(task).expect(404);
    }
  }

  @Test
  void a_series_continues_with_the_restored_occurrence() {
    var task =
        api.create(
            "{'title':'Water','due':{'date':'2999-03-01'},'recurrence':{'frequency':'daily'}}");
    api.delete(task).expect(204);
    api.post(task + "/restore", "").expect(200);

    var next = api.post(task + "/complete", "").expect(200).text("/next/id");

    NextOccurrences.after(api, task);
    assertThat(api.task("/v1/tasks/" + next).required("status").asString()).isEqualTo("open");
  }

  @Test
  void an_occurrence_that_was_deleted_alone_is_restored_as_skipped() {
    var task =
        api.create(
            "{'title':'Water','due':{'date':'2999-03-01'},'recurrence':{'frequency':'daily'}}");
    api.delete(task + "?scope=this").expect(204);

    assertThat(api.post(task + "/restore", "").expect(200).text("/status")).isEqualTo("skipped");
  }

  @Test
  void an_occurrence_that_was_taken_back_is_not_restored() {
    var task =
        api.create(
            "{'title':'Water','due':{'date':'2999-03-01'},'recurrence':{'frequency':'daily'}}");
    var next = api.post(task + "/complete", "").expect(200).text("/next/id");
    NextOccurrences.after(api, task);
    api.post(task + "/reopen", "").expect(200);

    var refused = api.post("/v1/tasks/" + next + "/restore", "").expect(409);

    assertThat(refused.text("/type")).endsWith("taken-back");
    api.get("/v1/tasks/" + next).expect(404);
  }

  @Test
  void only_editors_of_the_list_restore_its_tasks() {
    var viewer = Api.asSomebodyNew();
    var stranger = Api.asSomebodyNew();
    var list = api.post("/v1/lists", "{'name':'Garden'}").expect(201).header("Location");
    api.share(list, viewer, "viewer");
    var task = "/v1/tasks/" + api.post(list + "/tasks", "{'title':'a'}").expect(201).text("/id");
    api.delete(task).expect(204);

    viewer.post(task + "/restore", "").expect(403);
    stranger.post(task + "/restore", "").expect(404);
    api.get(task).expect(404);
    stranger.post("/v1/tasks/no-id/restore", "").expect(404);
  }

  @Test
  void the_tasks_of_a_deleted_list_are_not_restored() {
    var list = api.post("/v1/lists", "{'name':'Garden'}").expect(201).header("Location");
    var task = "/v1/tasks/" + api.post(list + "/tasks", "{'title':'a'}").expect(201).text("/id");
    api.delete(list).expect(204);

    api.post(task + "/restore", "").expect(404);
  }

  @Test
  void an_assignee_who_has_left_is_not_restored() {
    var friend = Api.asSomebodyNew();
    var list = api.post("/v1/lists", "{'name':'Garden'}").expect(201).header("Location");
    api.share(list, friend, "editor");
    var body = "{'title':'a','assignee':'" + friend.user + "'}";
    var task = "/v1/tasks/" + api.post(list + "/tasks", body).expect(201).text("/id");
    api.delete(task).expect(204);
    api.delete(list + "/members/" + friend.user).expect(204);

    assertThat(api.post(task + "/restore", "").expect(200).at("/assignee").isNull()).isTrue();
  }

  @Test
  void a_batch_restores_too() {
    var task = api.create("{'title':'Water'}");
    api.delete(task).expect(204);

    var results =
        api.post(
                "/v1/batch",
                "{'ops':[{'opId':'0b6e1f9c-6f3c-4b2e-9d5c-1f1c2b7a4e01','kind':'restore','taskId':'%s'}]}"
                    .formatted(id(task)))
            .expect(200);

    assertThat(results.at("/results/0/status").intValue()).isEqualTo(200);
    assertThat(results.text("/results/0/task/title")).isEqualTo("Water");
  }

  private static String id(String task) {
    return task.substring(task.lastIndexOf('/') + 1);
  }

  private static List<String> types(String task) {
    return Events.about(task).stream().map(Events.Event::type).toList();
  }
}
