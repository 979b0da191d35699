package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErasureIT {

  private static final String ME = "/v1/me";

  private final Api ada = Api.asSomebodyNew();
  private final Api grace = Api.asSomebodyNew();

  @Test
  void no_table_has_data_of_an_erased_user() {
    ada.put(ME, "{'displayName':'Ada','email':'%s@example.org'}".formatted(ada.user)).expect(200);
    ada.create("{'title':'In the inbox'}");
    var list = ada.post("/v1/lists", "{'name':'Garden'}").expect(201).header("Location");
    ada.share(list, grace, "editor");
    grace.post(list + "/tasks", "{'title':'Of a guest'}").expect(201);
    ada.put(list + "/members/hugo", "{'role':'editor'}").expect(200);
    var house = grace.post("/v1/lists", "{'name':'House'}").expect(201).header("Location");
    grace.put(house + "/members/" + ada.user, "{'role':'editor'}").expect(200);
    ada.delete(ada.create("{'title':'Deleted before'}")).expect(204);
    ada.with("Idempotency-Key", "once").create("{'title':'With a key'}");

    ada.with("Idempotency-Key", "the-end").delete(ME).expect(204);

    for (var rows :
        List.of(
            "tasks.tasks WHERE owner",
            "tasks.lists WHERE owner",
            "tasks.members WHERE user_id",
            "tasks.invitations WHERE user_id",
            "tasks.invitations WHERE invited_by",
            "tasks.email_confirmations WHERE token IS NOT NULL AND user_id",
            "tasks.profiles WHERE user_id",
            "runtime.idempotency_keys WHERE user_id")) {
      assertThat(
              TestPostgres.shared()
                  .column("SELECT count(*) FROM " + rows + " = '" + ada.user + "'"))
          .as(rows)
          .containsExactly("0");
    }
    grace.get(list).expect(404);
  }

  @Test
  void a_repeated_erasure_is_executed_again_since_its_key_is_erased_too() {
    ada.with("Idempotency-Key", "the-end").delete(ME).expect(204);
    var comeBack = Api.as(ada.user).create("{'title':'Of somebody new'}");

    assertThat(ada.delete(ME).expect(204).raw().headers().map())
        .doesNotContainKey("idempotency-replayed");

    Api.as(ada.user).get(comeBack).expect(404);
    assertThat(Events.about(ada.user)).extracting(Events.Event::type).endsWith("profile.deleted");
  }

  @Test
  void an_erasure_publishes_the_deletions_and_the_profile_deletion() {
    ada.put(ME, "{'displayName':'Ada','zone':'Europe/Berlin'}").expect(200);
    var list = ada.post("/v1/lists", "{'name':'Garden'}").expect(201).header("Location");
    ada.share(list, grace, "editor");
    var task = ada.post(list + "/tasks", "{'title':'a'}").expect(201).text("/id");

    ada.delete(ME).expect(204);

    assertThat(Events.about(task).getLast())
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo("task.deleted");
              assertThat(event.audience()).containsExactlyInAnyOrder(ada.user, grace.user);
            });
    assertThat(Events.about(list)).extracting(Events.Event::type).endsWith("list.deleted");
    var gone = Events.about(ada.user).getLast();
    assertThat(gone.type()).isEqualTo("profile.deleted");
    assertThat(gone.audience()).containsExactly(ada.user);
    assertThat(gone.payload().at("/profile/version").asLong()).isEqualTo(3);
    assertThat(gone.payload().at("/profile/displayName").isNull()).isTrue();
    assertThat(gone.payload().toString()).doesNotContain("Ada\"", "Berlin");
  }

  @Test
  void an_erasure_is_recorded_at_the_time_of_its_event_for_the_functions_that_ask() {
    ada.delete(ME).expect(204);

    var event = Events.about(ada.user).getLast();
    assertThat(
            TestPostgres.shared()
                .column(
                    "SELECT tasks.erased_at('%s', '%s') - erased_at FROM tasks.erasures WHERE user_id = '%1$s'"
                        .formatted(ada.user, event.attributes().required("time").asString())))
        .containsExactly("00:00:00");
  }

  @Test
  void an_erased_user_leaves_other_lists_and_their_content_stays() {
    var list = grace.post("/v1/lists", "{'name':'House'}").expect(201).header("Location");
    grace.share(list, ada, "editor");
    var task =
        ada.post(list + "/tasks", "{'title':'a','assignee':'%s'}".formatted(ada.user))
            .expect(201)
            .header("Location");

    ada.delete(ME).expect(204);

    assertThat(grace.get(task).expect(200).at("/assignee").isNull()).isTrue();
    assertThat(grace.get(list).expect(200).at("/members").size()).isOne();
    assertThat(Events.about(list)).extracting(Events.Event::type).endsWith("list.unshared");
  }

  @Test
  void an_erased_user_who_returns_starts_anew() {
    var task = ada.create("{'title':'a'}");
    ada.delete(ME).expect(204);

    ada.get(task).expect(404);
    assertThat(ada.get(ME).expect(200).header("ETag")).isEqualTo("\"1\"");
    assertThat(ada.get("/v1/lists").expect(200).at("/items").size()).isOne();
    ada.create("{'title':'b'}");
    ada.delete(ME).expect(204);
  }

  @Test
  void other_users_are_not_erased() {
    grace.create("{'title':'a'}");
    grace.put(ME, "{'displayName':'Grace'}").expect(200);

    ada.delete(ME).expect(204);

    assertThat(grace.get(ME).expect(200).text("/displayName")).isEqualTo("Grace");
    assertThat(grace.get("/v1/tasks").expect(200).at("/items").size()).isOne();
  }
}
