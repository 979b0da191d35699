package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.TestPostgres;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TaskRemindersIT {

  private final Api ada = Api.asSomebodyNew();
  private final String task = ada.create("{'title':'a','reminders':[{'before':'PT15M'}]}");

  @Test
  void a_task_is_returned_with_the_states_of_its_reminders() {
    keep("before PT15M", "2026-03-02T08:45:00Z", "PLANNED");
    keep("at 2026-03-01T09:00 Europe/Berlin", "2026-03-01T08:00:00Z", "PAST");

    var shown = ada.get(task).expect(200);

    assertThat(shown.at("/reminderStates").size()).isEqualTo(2);
    assertThat(shown.at("/reminderStates/0/reminder").toString())
        .isEqualTo("{\"at\":\"2026-03-01T09:00\",\"zone\":\"Europe/Berlin\"}");
    assertThat(shown.text("/reminderStates/0/state")).isEqualTo("past");
    assertThat(shown.text("/reminderStates/1/reminder/before")).isEqualTo("PT15M");
    assertThat(shown.text("/reminderStates/1/instant")).isEqualTo("2026-03-02T08:45:00Z");
    assertThat(shown.text("/reminderStates/1/state")).isEqualTo("planned");
  }

  @Test
  void a_changed_reminder_state_changes_the_entity_tag() {
    keep("before PT15M", "2026-03-02T08:45:00Z", "PLANNED");
    var tag = ada.get(task).expect(200).header("ETag");
    ada.with("If-None-Match", tag).get(task).expect(304);

    TestPostgres.shared()
        .execute("UPDATE reminders.reminders SET state = 'DUE' WHERE task_id = '" + id() + "'");

    assertThat(ada.get(task).expect(200).text("/reminderStates/0/state")).isEqualTo("due");
  }

  @Test
  void an_entity_tag_with_a_digest_matches_its_version_in_if_match() {
    keep("before PT15M", "2026-03-02T08:45:00Z", "PLANNED");
    var tag = ada.get(task).expect(200).header("ETag");

    ada.with("If-Match", tag).patch(task, "{'title':'b'}").expect(200);
    ada.with("If-Match", tag).patch(task, "{'title':'c'}").expect(412);
  }

  @Test
  void reminder_states_of_a_hidden_task_are_hidden() {
    keep("before PT15M", "2026-03-02T08:45:00Z", "PLANNED");

    Api.asSomebodyNew().get(task).expect(404);
  }

  @Test
  void a_member_sees_their_own_reminder_states_only() {
    var viewer = Api.asSomebodyNew();
    var list = ada.post("/v1/lists", "{'name':'Garden'}").expect(201).header("Location");
    ada.share(list, viewer, "viewer");
    ada.patch(task, "{'listId':'" + list.substring(list.lastIndexOf('/') + 1) + "'}").expect(200);
    keep("before PT15M", "2026-03-02T08:45:00Z", "PLANNED");

    assertThat(viewer.get(task).expect(200).at("/reminderStates").size()).isZero();
    assertThat(ada.get(task).expect(200).at("/reminderStates").size()).isEqualTo(1);

    keep(viewer, "before PT5M", "2026-03-02T08:55:00Z", "PLANNED");
    assertThat(viewer.get(task).expect(200).text("/reminderStates/0/reminder/before"))
        .isEqualTo("PT5M");
  }

  private String id() {
    return task.substring(task.lastIndexOf('/') + 1);
  }

  private void keep(String key, String instant, String state) {
    keep(ada, key, instant, state);
  }

  private void keep(Api person, String key, String instant, String state) {
    TestPostgres.shared()
        .execute(
            """
            INSERT INTO reminders.reminders (id, task_id, key, user_id, task_version, instant, fires_at, state, changed_at)
            VALUES ('%s', '%s', '%s', '%s', 1, '%s', '%s', '%s', now())
            """
                .formatted(UUID.randomUUID(), id(), key, person.user, instant, instant, state));
  }
}
