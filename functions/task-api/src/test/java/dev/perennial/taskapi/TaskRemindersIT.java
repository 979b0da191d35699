package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.TestPostgres;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TaskRemindersIT {

  private final Api ada = Api.asSomebodyNew();
  private final String task = ada.create("{'title':'a','reminders':[{'before':'PT15M'}]}");

  @Test
  void a_task_is_shown_with_what_became_of_its_reminders() {
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
  void a_state_that_changes_is_seen_by_who_asks_whether_there_is_anything_new() {
    keep("before PT15M", "2026-03-02T08:45:00Z", "PLANNED");
    var tag = ada.get(task).expect(200).header("ETag");
    ada.with("If-None-Match", tag).get(task).expect(304);

    TestPostgres.shared()
        .execute("UPDATE reminders.reminders SET state = 'DUE' WHERE task_id = '" + id() + "'");

    assertThat(ada.get(task).expect(200).text("/reminderStates/0/state")).isEqualTo("due");
  }

  @Test
  void the_tag_of_what_was_shown_still_tells_the_version_to_a_write() {
    keep("before PT15M", "2026-03-02T08:45:00Z", "PLANNED");
    var tag = ada.get(task).expect(200).header("ETag");

    ada.with("If-Match", tag).patch(task, "{'title':'b'}").expect(200);
    ada.with("If-Match", tag).patch(task, "{'title':'c'}").expect(412);
  }

  @Test
  void nobody_sees_those_of_a_task_they_may_not_see() {
    keep("before PT15M", "2026-03-02T08:45:00Z", "PLANNED");

    Api.asSomebodyNew().get(task).expect(404);
  }

  private String id() {
    return task.substring(task.lastIndexOf('/') + 1);
  }

  private void keep(String key, String instant, String state) {
    TestPostgres.shared()
        .execute(
            """
            INSERT INTO reminders.reminders (id, task_id, key, user_id, task_version, instant, fires_at, state, changed_at)
            VALUES ('%s', '%s', '%s', '%s', 1, '%s', '%s', '%s', now())
            """
                .formatted(UUID.randomUUID(), id(), key, ada.user, instant, instant, state));
  }
}
