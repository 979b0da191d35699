package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody is a member of a list, and nobody is told of its content, before they have accepted. */
class InvitationIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();

  private final Api ada = Api.asSomebodyNew();
  private final Api grace = Api.asSomebodyNew();
  private String list = "";

  @BeforeEach
  void invite() {
    list = newList("Garden");
    ada.put(list + "/members/" + grace.user, "{'role':'editor'}").expect(200);
  }

  @Test
  void an_invited_user_sees_the_invitation_and_nothing_else_of_the_list() {
    var task = ada.post(list + "/tasks", "{'title':'Weed'}").expect(201).header("Location");

    var invitation = grace.get("/v1/invitations").expect(200).at("/items/0");

    assertThat(invitation.propertyNames())
        .containsExactlyInAnyOrder(
            "listId", "listName", "userId", "role", "invitedBy", "invitedAt");
    assertThat(invitation.at("/listName").asString()).isEqualTo("Garden");
    assertThat(invitation.at("/invitedBy").asString()).isEqualTo(ada.user);
    grace.get(list).expect(404);
    grace.get(task).expect(404);
    assertThat(grace.get("/v1/tasks").expect(200).at("/items").size()).isZero();
    assertThat(ada.get(list).expect(200).at("/members").size()).isOne();
  }

  @Test
  void no_event_of_the_list_has_an_invited_user_in_its_audience() {
    var task = ada.post(list + "/tasks", "{'title':'Weed'}").expect(201).header("Location");
    ada.patch(list, "{'name':'House'}").expect(200);

    assertThat(Events.about(task)).hasSize(1);
    assertThat(Events.about(task).getFirst().audience()).containsExactly(ada.user);
    assertThat(Events.about(list))
        .extracting(Events.Event::type)
        .containsExactly("list.created", "invitation.created", "list.updated");
    assertThat(Events.about(list).getLast().audience()).containsExactly(ada.user);
    assertThat(Events.about(list).get(1).audience()).containsExactly(grace.user, ada.user);
  }

  @Test
  void no_task_can_be_assigned_to_an_invited_user() {
    var assigned = "{'title':'Weed','assignee':'%s'}".formatted(grace.user);
    assertThat(ada.post(list + "/tasks", assigned).expect(400).pointers())
        .containsExactly("/assignee");

    grace.accept(list);

    ada.post(list + "/tasks", assigned).expect(201);
  }

  @Test
  void accepting_makes_the_user_a_member_in_the_offered_role() {
    var joined = grace.accept(list);

    assertThat(joined.text("/members/1/userId")).isEqualTo(grace.user);
    assertThat(joined.text("/members/1/role")).isEqualTo("editor");
    assertThat(joined.header("ETag")).isEqualTo("\"2\"");
    grace.post(list + "/tasks", "{'title':'Weed'}").expect(201);
    assertThat(invitationsOf(grace)).isEmpty();
    var shared = Events.about(list).getLast();
    assertThat(shared.type()).isEqualTo("list.shared");
    assertThat(shared.audience()).containsExactly(ada.user, grace.user);
    assertThat(shared.attributes().required("actor").asString()).isEqualTo(grace.user);
    assertThat(shared.payload().at("/changes/members/from").size()).isOne();
    grace.post(Api.invitation(list) + "/accept", "").expect(404);
  }

  @Test
  void only_the_invited_user_accepts_or_declines() {
    var stranger = Api.asSomebodyNew();
    for (var somebody : List.of(stranger, ada)) {
      somebody.post(Api.invitation(list) + "/accept", "").expect(404);
      somebody.post(Api.invitation(list) + "/decline", "").expect(404);
    }
    grace.post("/v1/invitations/nonsense/accept", "").expect(404);
    stranger.get(list).expect(404);
    assertThat(invitationsOf(grace)).hasSize(1);
  }

  @Test
  void a_decline_ends_the_invitation_and_no_other_follows_for_thirty_days() {
    grace.post(Api.invitation(list) + "/decline", "").expect(204);

    assertThat(invitationsOf(grace)).isEmpty();
    grace.post(Api.invitation(list) + "/accept", "").expect(404);
    var declined = Events.about(list).getLast();
    assertThat(declined.type()).isEqualTo("invitation.declined");
    assertThat(declined.audience()).containsExactly(grace.user, ada.user);
    var another = newList("House");
    for (var path : List.of(list, another)) {
      var refused = ada.put(path + "/members/" + grace.user, "{'role':'viewer'}").expect(409);
      assertThat(refused.text("/type")).endsWith("/invitation-declined");
    }
    ada.delete(list).expect(204);
    ada.put(another + "/members/" + grace.user, "{'role':'viewer'}").expect(409);

    POSTGRES.execute(
        "UPDATE tasks.invitations SET answered_at = answered_at - interval '30 days' WHERE user_id = '%s'"
            .formatted(grace.user));
    ada.put(another + "/members/" + grace.user, "{'role':'viewer'}").expect(200);
  }

  @Test
  void another_owner_cannot_repeat_a_declined_invitation_either() {
    var owner = Api.asSomebodyNew();
    ada.share(list, owner, "owner");
    grace.post(Api.invitation(list) + "/decline", "").expect(204);

    owner.put(list + "/members/" + grace.user, "{'role':'viewer'}").expect(409);
    var own = owner.post("/v1/lists", "{'name':'Own'}").expect(201).header("Location");
    owner.put(own + "/members/" + grace.user, "{'role':'viewer'}").expect(200);
  }

  @Test
  void an_invitation_can_be_withdrawn_and_ends_with_its_list() {
    ada.delete(list + "/members/" + grace.user).expect(204);
    assertThat(invitationsOf(grace)).isEmpty();
    assertThat(Events.about(list).getLast().type()).isEqualTo("invitation.withdrawn");
    ada.delete(list + "/members/" + grace.user).expect(404);

    var other = newList("House");
    ada.put(other + "/members/" + grace.user, "{'role':'viewer'}").expect(200);
    ada.delete(other).expect(204);

    assertThat(invitationsOf(grace)).isEmpty();
    grace.post(Api.invitation(other) + "/accept", "").expect(404);
    assertThat(Events.about(other))
        .extracting(Events.Event::type)
        .contains("invitation.withdrawn", "list.deleted");
  }

  @Test
  void the_same_invitation_again_tells_nobody_and_another_role_replaces_it() {
    ada.put(list + "/members/" + grace.user, "{'role':'editor'}").expect(200);
    assertThat(Events.about(list)).hasSize(2);

    ada.put(list + "/members/" + grace.user, "{'role':'viewer'}").expect(200);

    assertThat(Events.about(list)).hasSize(3);
    assertThat(invitationsOf(grace)).containsExactly("viewer");
    assertThat(grace.accept(list).text("/members/1/role")).isEqualTo("viewer");
  }

  @Test
  void only_owners_see_who_is_invited() {
    var editor = Api.asSomebodyNew();
    ada.share(list, editor, "editor");

    assertThat(ada.get(list + "/invitations").expect(200).text("/items/0/userId"))
        .isEqualTo(grace.user);
    editor.get(list + "/invitations").expect(403);
    grace.get(list + "/invitations").expect(404);
    editor.delete(list + "/members/" + grace.user).expect(403);
    assertThat(invitationsOf(grace)).hasSize(1);
  }

  @Test
  void a_user_may_invite_200_times_a_day() {
    POSTGRES.execute(
        """
        INSERT INTO tasks.invitations
        SELECT gen_random_uuid(), gen_random_uuid(), '%1$s', '', 'user-' || n, 'VIEWER', '%1$s', now(), 'ACCEPTED', now()
        FROM generate_series(1, 199) AS n
        """
            .formatted(ada.user));

    var refused = ada.put(list + "/members/one-more", "{'role':'viewer'}").expect(429);

    assertThat(refused.text("/detail")).contains("200");
    assertThat(refused.header("Retry-After")).isEqualTo("86400");
  }

  private String newList(String name) {
    return ada.post("/v1/lists", "{'name':'%s'}".formatted(name)).expect(201).header("Location");
  }

  /** The roles offered to the user. */
  private static List<String> invitationsOf(Api user) {
    return user.get("/v1/invitations")
        .expect(200)
        .at("/items")
        .valueStream()
        .map(item -> item.required("role").asString())
        .toList();
  }
}
