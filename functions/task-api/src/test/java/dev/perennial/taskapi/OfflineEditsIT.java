package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Commands with device times, arriving in any order. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OfflineEditsIT {

  private static final String NINE = "2026-03-01T09:00:00Z";
  private static final String TEN = "2026-03-01T10:00:00Z";

  private final Api api = Api.asSomebodyNew();
  private final String task = api.create("{'title':'Buy soil','description':'A bag'}");

  @Test
  void the_later_write_of_each_field_wins_and_the_lost_value_is_reported() {
    at(TEN).patch(task, "{'title':'Buy pots'}").expect(200);

    var merged = at(NINE).patch(task, "{'title':'Buy peat','description':'Two bags'}").expect(200);

    assertThat(merged.text("/title")).isEqualTo("Buy pots");
    assertThat(merged.text("/description")).isEqualTo("Two bags");
    assertThat(api.task(task)).isEqualTo(merged.at(""));
    var changes = Events.about(task).getLast().payload().required("changes");
    assertThat(changes.required("title").toString())
        .isEqualTo("{\"from\":\"Buy pots\",\"to\":\"Buy pots\",\"lost\":\"Buy peat\"}");
    assertThat(changes.at("/description/to").asString()).isEqualTo("Two bags");
  }

  @Test
  void a_field_written_by_one_device_only_keeps_its_value() {
    at(TEN).patch(task, "{'title':'Buy pots'}").expect(200);
    at(NINE).patch(task, "{'description':'Two bags'}").expect(200);

    assertThat(api.get(task).text("/title")).isEqualTo("Buy pots");
    assertThat(api.get(task).text("/description")).isEqualTo("Two bags");
  }

  @Test
  void a_device_clock_far_ahead_does_not_overrule_later_edits() {
    at("2999-01-01T00:00:00Z").patch(task, "{'title':'Ahead'}").expect(200);

    var now = api.patch(task, "{'title':'Now'}").expect(200);

    assertThat(now.text("/title")).isEqualTo("Now");
  }

  @Test
  void an_edit_before_a_deletion_does_not_restore_the_task() {
    at(TEN).delete(task).expect(204);
    var events = Events.about(task).size();

    at(NINE).patch(task, "{'title':'Late'}").expect(404);

    api.get(task).expect(404);
    assertThat(Events.about(task)).hasSize(events);
  }

  @Test
  void a_deletion_after_an_edit_takes_the_task() {
    at(NINE).patch(task, "{'title':'Early'}").expect(200);

    at(TEN).delete(task).expect(204);

    api.get(task).expect(404);
    assertThat(Events.about(task).getLast().type()).isEqualTo("task.deleted");
  }

  private Api at(String moment) {
    return Api.as(api.user).with("X-Happened-At", moment);
  }
}
