package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Operations of a batch with device times. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BatchConcurrencyIT {

  private static final String NINE = "2026-03-01T09:00:00Z";
  private static final String TEN = "2026-03-01T10:00:00Z";

  private final Api api = Api.asSomebodyNew();
  private final String task = api.create("{'title':'Buy soil','description':'A bag'}");

  @Test
  void the_later_write_of_each_field_wins_and_the_lost_value_is_reported() {
    var results =
        send(
            edit("{'title':'Buy pots'}", TEN),
            edit("{'title':'Buy peat','description':'Two bags'}", NINE));

    assertThat(results.text("/results/1/task/title")).isEqualTo("Buy pots");
    assertThat(results.text("/results/1/task/description")).isEqualTo("Two bags");
    assertThat(api.get(task).text("/title")).isEqualTo("Buy pots");
    var changes = Events.about(task).getLast().payload().required("changes");
    assertThat(changes.at("/title/lost").asString()).isEqualTo("Buy peat");
  }

  @Test
  void a_device_clock_far_ahead_does_not_overrule_later_edits() {
    send(edit("{'title':'Ahead'}", "2999-01-01T00:00:00Z"));

    assertThat(api.patch(task, "{'title':'Now'}").expect(200).text("/title")).isEqualTo("Now");
  }

  @Test
  void a_deletion_wins_over_an_edit_made_before_it() {
    send(op("delete", ",'at':'" + TEN + "'"));
    var events = Events.about(task).size();

    var late = send(edit("{'title':'Late'}", NINE));

    assertThat(late.at("/results/0/status").intValue()).isEqualTo(404);
    assertThat(Events.about(task)).hasSize(events);
  }

  private Api.Response send(String... ops) {
    return api.post("/v1/batch", "{'ops':" + List.of(ops) + "}").expect(200);
  }

  private String edit(String fields, String at) {
    return op("edit", ",'fields':%s,'at':'%s'".formatted(fields, at));
  }

  private String op(String kind, String more) {
    var id = task.substring(task.lastIndexOf('/') + 1);
    return "{'opId':'%s','kind':'%s','taskId':'%s'%s}".formatted(UUID.randomUUID(), kind, id, more);
  }
}
