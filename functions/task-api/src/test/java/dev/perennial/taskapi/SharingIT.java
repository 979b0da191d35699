package dev.perennial.taskapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.testkit.TestPostgres;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharingIT {

  private static final TestPostgres POSTGRES = TestPostgres.shared();

  private final Api ada = Api.asSomebodyNew();
  private final Api owner = Api.asSomebodyNew();
  private final Api editor = Api.asSomebodyNew();
  private final Api viewer = Api.asSomebodyNew();
  private final Api stranger = Api.asSomebodyNew();
  private String list = "";
  private String task = "";

  @BeforeEach
  void shareAList() {
    list = ada.post("/v1/lists", "{'name':'Garden'}").expect(201).header("Location");
    share(owner, "owner");
    share(editor, "editor");
    share(viewer, "viewer");
    task = ada.post(list + "/tasks", "{'title':'Water the ferns'}").expect(201).header("Location");
  }

  /** The status per role: 2xx allowed, 403 visible but not allowed, 404 not visible. */
  @ParameterizedTest
  @CsvSource({
    "see the list,        200, 200, 200, 200, 404",
    "see its tasks,       200, 200, 200, 200, 404",
    "see the task,        200, 200, 200, 200, 404",
    "create in the list,  201, 201, 201, 403, 404",
    "edit,                200, 200, 200, 403, 404",
    "edit in the list,    200, 200, 200, 403, 404",
    "complete,            200, 200, 200, 403, 404",
    "reopen,              200, 200, 200, 403, 404",
    "move it to me,       200, 200, 200, 403, 404",
    "delete,              204, 204, 204, 403, 404",
    "delete in the list,  204, 204, 204, 403, 404",
    "rename the list,     200, 200, 403, 403, 404",
    "share the list,      200, 200, 403, 403, 404",
    "unshare the list,    204, 204, 403, 403, 404",
    "order my lists,      200, 200, 200, 200, 404",
    "delete the list,     204, 204, 403, 403, 404",
  })
  void each_role_has_exactly_its_permissions(
      String command, int asMaker, int asOwner, int asEditor, int asViewer, int asStranger) {
    var expected =
        Map.of(
            stranger, asStranger, viewer, asViewer, editor, asEditor, owner, asOwner, ada, asMaker);

    for (var somebody : List.of(stranger, viewer, editor, owner, ada)) {
      shareAList();
      var before = titleAndVersions();

      var response = commands().get(command).apply(somebody, somebody.user);

      response.expect(expected.get(somebody));
      if (response.raw().statusCode() == 403) {
        assertThat(response.text("/type")).endsWith("/forbidden");
      }
      if (response.raw().statusCode() >= 400) {
        assertThat(titleAndVersions()).isEqualTo(before);
      }
    }
  }

  private Map<String, BiFunction<Api, String, Api.Response>> commands() {
    var inList = list + "/tasks/" + task.substring(task.lastIndexOf('/') + 1);
    return Map.ofEntries(
        Map.entry("see the list", (who, _) -> who.get(list)),
        Map.entry("see its tasks", (who, _) -> who.get(list + "/tasks")),
        Map.entry("see the task", (who, _) -> who.get(task)),
        Map.entry("create in the list", (who, _) -> who.post(list + "/tasks", "{'title':'a'}")),
        Map.entry("edit", (who, _) -> who.patch(task, "{'title':'b'}")),
        Map.entry("edit in the list", (who, _) -> who.patch(inList, "{'title':'b'}")),
        Map.entry("complete", (who, _) -> who.post(task + "/complete", "")),
        Map.entry("reopen", (who, _) -> who.post(task + "/reopen", "")),
        Map.entry("move it to me", (who, _) -> who.patch(task, "{'listId':null}")),
        Map.entry("delete", (who, _) -> who.delete(task)),
        Map.entry("delete in the list", (who, _) -> who.delete(inList)),
        Map.entry("rename the list", (who, _) -> who.patch(list, "{'name':'House'}")),
        Map.entry(
            "share the list", (who, _) -> who.put(list + "/members/hugo", "{'role':'viewer'}")),
        Map.entry(
            "unshare the list",
            (who, me) ->
                who.delete(list + "/members/" + (me.equals(editor.user) ? viewer : editor).user)),
        Map.entry("order my lists", (who, _) -> who.patch(list, "{'position':0}")),
        Map.entry("delete the list", (who, _) -> who.delete(list)));
  }

  @Test
  void a_shared_list_appears_among_the_member_s_lists_with_its_tasks() {
    assertThat(viewer.get("/v1/lists").expect(200).text("/items/1/name")).isEqualTo("Garden");
    assertThat(viewer.get("/v1/tasks").expect(200).text("/items/0/title"))
        .isEqualTo("Water the ferns");
    assertThat(stranger.get("/v1/lists").expect(200).at("/items").size()).isEqualTo(1);
    assertThat(stranger.get("/v1/tasks").expect(200).at("/items").size()).isZero();
  }

  @Test
  void members_are_listed_in_the_order_in_which_they_joined_with_their_roles() {
    var members =
        "[{\"userId\":\"%s\",\"role\":\"owner\"},{\"userId\":\"%s\",\"role\":\"owner\"},"
            + "{\"userId\":\"%s\",\"role\":\"editor\"},{\"userId\":\"%s\",\"role\":\"viewer\"}]";

    assertThat(viewer.get(list).expect(200).at("/members").toString())
        .isEqualTo(members.formatted(ada.user, owner.user, editor.user, viewer.user));
  }

  @Test
  void a_role_can_be_changed_and_given_again() {
    var version = ada.get(list).header("ETag");
    share(viewer, "viewer");
    assertThat(ada.get(list).header("ETag")).as("nothing has changed").isEqualTo(version);

    share(viewer, "editor");
    viewer.patch(task, "{'title':'b'}").expect(200);

    share(viewer, "viewer");
    viewer.patch(task, "{'title':'c'}").expect(403);
  }

  @Test
  void the_creator_of_a_list_stays_its_owner() {
    for (var somebody : List.of(ada, owner)) {
      for (var refused :
          List.of(somebody.put(member(ada), "{'role':'editor'}"), somebody.delete(member(ada)))) {
        assertThat(refused.expect(409).text("/type")).endsWith("/list-owner");
      }
    }
    owner.put(member(ada), "{'role':'owner'}").expect(200);
    ada.put(member(owner), "{'role':'viewer'}").expect(200);
    owner.patch(list, "{'name':'House'}").expect(403);
  }

  @Test
  void members_may_remove_themselves() {
    for (var somebody : List.of(viewer, editor, owner)) {
      somebody.delete(member(somebody)).expect(204);

      somebody.get(list).expect(404);
      somebody.get(task).expect(404);
      assertThat(somebody.get("/v1/lists").expect(200).at("/items").size()).isEqualTo(1);
    }
    assertThat(ada.get(list).expect(200).at("/members").size()).isEqualTo(1);
  }

  @Test
  void removing_a_user_who_is_not_a_member_is_a_404() {
    ada.delete(member(stranger)).expect(404);
    stranger.delete(member(stranger)).expect(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'role':null}", "{'role':'guest'}", "{'role':'OWNER'}"})
  void a_role_is_one_of_three(String body) {
    assertThat(ada.put(member(stranger), body).expect(400).pointers()).containsExactly("/role");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%20b", "%20v", "%C3%A9", "%C5%81ukasz", "a%01b", "a%0Ab", "a%7F"})
  void a_user_s_id_is_printable_ascii(String encoded) {
    var inPath = ada.put(list + "/members/" + encoded, "{'role':'viewer'}").expect(400);
    var inBody = ada.put(list + "/members", named(URLDecoder.decode(encoded, UTF_8))).expect(400);

    for (var refused : List.of(inPath, inBody)) {
      assertThat(refused.pointers()).containsExactly("/userId");
      assertThat(refused.text("/errors/0/detail")).contains("printable ASCII");
    }
  }

  @Test
  void a_user_s_id_has_255_characters_at_most() {
    assertThat(
            ada.put(list + "/members/" + "a".repeat(256), "{'role':'viewer'}")
                .expect(400)
                .pointers())
        .containsExactly("/userId");
    ada.put(list + "/members/" + "a".repeat(255), "{'role':'viewer'}").expect(200);
  }

  @ParameterizedTest
  @CsvSource({
    "https%3A%2F%2Fidp.example.org%2Fusers%2F7, https://idp.example.org/users/7",
    "CORP%5Cada, CORP\\ada",
    "%2541, %41",
    "%25C3%25A9, %C3%A9",
    "a%2F..%2Fb, a/../b",
    "a%252Fb, a%2Fb",
    "a%3Bb, a;b",
    "%22%3D%3F%23, '\"=?#'"
  })
  void a_user_s_id_is_decoded_once_and_may_have_slashes(String encoded, String id) {
    ada.put(list + "/members/" + encoded, "{'role':'viewer'}").expect(200);
    Api.as(id).accept(list);
    assertThat(ada.get(list).text("/members/4/userId")).isEqualTo(id);
    Api.as(id).get(list).expect(200);

    ada.delete(list + "/members/" + encoded).expect(204);
    Api.as(id).get(list).expect(404);
  }

  @Test
  void a_member_can_be_named_in_the_body_and_in_the_query() {
    var id = "https://idp.example.org/users/" + stranger.user;

    ada.put(list + "/members", named(id)).expect(200);
    assertThat(Api.as(id).accept(list).text("/members/4/userId")).isEqualTo(id);
    Api.as(id).delete(list + "/members?userId=" + URLEncoder.encode(id, UTF_8)).expect(204);

    ada.delete(list + "/members?userId=" + URLEncoder.encode(id, UTF_8)).expect(404);
    assertThat(ada.delete(list + "/members").expect(400).pointers()).containsExactly("/userId");
    assertThat(ada.put(list + "/members", "{'role':'viewer'}").expect(400).pointers())
        .containsExactly("/userId");
  }

  @Test
  void the_events_of_a_user_whose_id_has_a_percent_sign_name_nobody_else() {
    var percent = Api.as("%41-" + stranger.user);

    percent.create("{'title':'a'}");

    assertThat(
            POSTGRES.column(
                "SELECT DISTINCT attributes ->> 'owner' FROM runtime.outbox WHERE attributes ->>"
                    + " 'actor' LIKE '%"
                    + stranger.user
                    + "'"))
        .containsExactly("=2541-" + stranger.user);
  }

  @Test
  void an_assignee_is_named_by_a_user_s_id() {
    assertThat(ada.patch(task, "{'assignee':'\u00e9'}").expect(400).pointers())
        .containsExactly("/assignee");
  }

  private static String named(String user) {
    return EventJson.MAPPER.writeValueAsString(Map.of("userId", user, "role", "viewer"));
  }

  @Test
  void a_list_has_100_members_at_most() {
    POSTGRES.execute(
        """
        INSERT INTO tasks.members (list_id, user_id, role, joined_at)
        SELECT '%s', 'member-' || n, 'VIEWER', now() FROM generate_series(5, 100) AS n
        """
            .formatted(list.substring(list.lastIndexOf('/') + 1)));

    var refused = ada.put(list + "/members/one-more", "{'role':'viewer'}").expect(400);

    assertThat(refused.pointers()).containsExactly("/members");
    assertThat(refused.text("/errors/0/detail")).contains("100");
    ada.put(list + "/members/member-5", "{'role':'editor'}").expect(200);
  }

  @Test
  void the_largest_event_of_a_task_that_can_be_written_is_below_512_kib() {
    fillWithMembers(100);

    ada.patch(task, describedBy('\u0001')).expect(200);
    ada.patch(task, describedBy('\u0002')).expect(200);

    assertThat(largestEvent()).isBetween(200 * 1024, 512 * 1024);
  }

  @Test
  void the_largest_event_of_a_list_that_can_be_written_is_below_512_kib() {
    fillWithMembers(99);

    ada.put(list + "/members/" + "%5C".repeat(255), "{'role':'viewer'}").expect(200);
    var last = Api.as("\\".repeat(255));
    last.accept(list);

    assertThat(largestEvent(last)).isBetween(100 * 1024, 512 * 1024);
  }

  @Test
  void a_command_whose_event_is_too_large_is_refused_without_effect() {
    // As lists could be before their members were limited.
    fillWithMembers(1_200);

    var refused = ada.patch(task, "{'title':'Feed the ferns'}").expect(422);

    assertThat(refused.text("/type")).endsWith("/event-too-large");
    assertThat(refused.text("/detail")).contains("524288");
    assertThat(ada.get(task).expect(200).text("/title")).isEqualTo("Water the ferns");
  }

  private void fillWithMembers(int number) {
    POSTGRES.execute(
        """
        INSERT INTO tasks.members (list_id, user_id, role, joined_at)
        SELECT '%s', left(n || repeat('\\', 255), 255), 'VIEWER', now()
        FROM generate_series(5, %d) AS n
        """
            .formatted(list.substring(list.lastIndexOf('/') + 1), number));
  }

  private static String describedBy(char character) {
    return "{'description':'" + "\\u%04x".formatted((int) character).repeat(10_000) + "'}";
  }

  private int largestEvent() {
    return largestEvent(ada);
  }

  private static int largestEvent(Api by) {
    return Integer.parseInt(
        POSTGRES
            .column(
                "SELECT max(octet_length(data)) FROM runtime.outbox WHERE attributes ->> 'actor' ="
                    + " '"
                    + by.user
                    + "'")
            .getFirst());
  }

  @Test
  void the_audience_of_a_list_event_is_its_members_at_that_moment() {
    var all = List.of(ada.user, owner.user, editor.user, viewer.user);
    ada.patch(list, "{'name':'House'}").expect(200);
    ada.delete(member(viewer)).expect(204);
    ada.delete(list).expect(204);

    var events = Events.about(list);
    assertThat(events)
        .extracting(Events.Event::type)
        .containsExactly(
            "list.created",
            "invitation.created",
            "list.shared",
            "invitation.created",
            "list.shared",
            "invitation.created",
            "list.shared",
            "list.updated",
            "list.unshared",
            "list.deleted");
    assertThat(events)
        .extracting(Events.Event::audience)
        .containsExactly(
            all.subList(0, 1),
            List.of(owner.user, ada.user),
            all.subList(0, 2),
            List.of(editor.user, ada.user),
            all.subList(0, 3),
            List.of(viewer.user, ada.user),
            all,
            all,
            all,
            all.subList(0, 3));
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.attributes().required("owner").asString()).isEqualTo(ada.user);
              assertThat(event.attributes().required("partitionkey"))
                  .isEqualTo(event.attributes().required("subject"));
            });
  }

  @Test
  void the_audience_of_a_task_event_is_the_members_of_its_list() {
    editor.patch(task, "{'title':'Water the cacti'}").expect(200);
    ada.delete(member(viewer)).expect(204);
    editor.post(task + "/complete", "").expect(200);

    var events = Events.about(task);
    assertThat(events.get(0).audience())
        .containsExactlyInAnyOrder(ada.user, owner.user, editor.user, viewer.user);
    assertThat(events.get(1).attributes().required("actor").asString()).isEqualTo(editor.user);
    assertThat(events.get(1).attributes().required("owner").asString()).isEqualTo(ada.user);
    assertThat(events.getLast().type()).isEqualTo("task.completed");
    assertThat(events.getLast().audience())
        .containsExactlyInAnyOrder(ada.user, owner.user, editor.user);
  }

  @Test
  void moving_a_task_publishes_one_event_to_the_members_of_both_lists() {
    var other = editor.post("/v1/lists", "{'name':'House'}").expect(201).header("Location");
    editor.share(other, stranger, "viewer");
    var version = editor.get(task).header("ETag");

    editor.patch(task, "{'listId':'%s'}".formatted(id(other))).expect(200);

    var moved = Events.about(task).getLast();
    assertThat(Events.about(task)).hasSize(2);
    assertThat(moved.type()).isEqualTo("task.updated");
    assertThat(moved.payload().at("/changes").propertyNames()).containsExactly("listId");
    assertThat(moved.audience())
        .containsExactlyInAnyOrder(ada.user, owner.user, editor.user, viewer.user, stranger.user);
    assertThat(moved.attributes().required("owner").asString()).isEqualTo(editor.user);
    assertThat(moved.attributes().required("partitionkey").asString()).isEqualTo(id(other));
    stranger.get(task).expect(200);
    ada.get(task).expect(404);
    assertThat(editor.get(task).header("ETag")).isNotEqualTo(version);
  }

  @Test
  void a_write_to_the_old_path_after_a_move_is_a_404_without_effect() {
    var other = editor.post("/v1/lists", "{'name':'House'}").expect(201).header("Location");
    var old = list + "/tasks/" + id(task);
    editor.patch(old, "{'listId':'%s'}".formatted(id(other))).expect(200);
    var version = editor.get(task).expect(200).header("ETag");

    editor.get(old).expect(404);
    editor.patch(old, "{'title':'b'}").expect(404);
    editor.delete(old).expect(404);

    assertThat(editor.get(task).expect(200).header("ETag")).isEqualTo(version);
    editor.get(other + "/tasks/" + id(task)).expect(200);
    assertThat(editor.get("/v1/tasks?status=all").at("/items").size()).isEqualTo(1);
  }

  @Test
  void a_task_can_be_moved_only_to_lists_the_user_may_write_to() {
    var theirs = stranger.post("/v1/lists", "{'name':'House'}").expect(201).header("Location");
    var move = "{'listId':'%s'}".formatted(id(theirs));

    assertThat(editor.patch(task, move).expect(400).pointers()).containsExactly("/listId");
    stranger.share(theirs, editor, "viewer");
    editor.patch(task, move).expect(403);
    stranger.put(theirs + "/members/" + editor.user, "{'role':'editor'}").expect(200);
    editor.patch(task, move).expect(200);
  }

  @Test
  void a_task_made_at_a_list_s_address_is_in_that_list() {
    assertThat(editor.get(task).text("/listId")).isEqualTo(id(list));
    editor.post(list + "/tasks", "{'title':'a','listId':'%s'}".formatted(id(list))).expect(201);
    assertThat(
            editor
                .post(list + "/tasks", "{'title':'a','listId':'%s'}".formatted(id(task)))
                .expect(400)
                .pointers())
        .containsExactly("/listId");
    assertThat(editor.get(list + "/tasks").expect(200).at("/items").size()).isEqualTo(2);
  }

  @Test
  void a_task_can_be_assigned_to_members_of_its_list_only() {
    assertThat(
            editor.patch(task, "{'assignee':'%s'}".formatted(stranger.user)).expect(400).pointers())
        .containsExactly("/assignee");
    assertThat(
            editor
                .post(list + "/tasks", "{'title':'a','assignee':'%s'}".formatted(stranger.user))
                .expect(400)
                .pointers())
        .containsExactly("/assignee");
    editor.patch(task, "{'assignee':'%s'}".formatted(viewer.user)).expect(200);

    assertThat(editor.patch(task, "{'listId':null}").expect(400).pointers())
        .containsExactly("/assignee");
    editor.patch(task, "{'listId':null,'assignee':null}").expect(200);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_tasks_of_a_removed_member_are_unassigned(boolean byThemself) {
    var theirs = "{'title':'a','assignee':'%s'}".formatted(editor.user);
    var open = ada.post(list + "/tasks", theirs).expect(201).header("Location");
    var done = ada.post(list + "/tasks", theirs).expect(201).header("Location");
    ada.post(done + "/complete", "").expect(200);
    var elsewhere = ada.post("/v1/lists", "{'name':'House'}").expect(201).header("Location");
    ada.share(elsewhere, editor, "editor");
    var kept = ada.post(elsewhere + "/tasks", theirs).expect(201).header("Location");

    (byThemself ? editor : ada).delete(member(editor)).expect(204);

    for (var freed : List.of(open, done)) {
      assertThat(ada.get(freed).at("/assignee").isNull()).isTrue();
      var event = Events.about(freed).getLast();
      assertThat(event.type()).isEqualTo("task.updated");
      assertThat(event.audience()).containsExactlyInAnyOrder(ada.user, owner.user, viewer.user);
    }
    assertThat(ada.get(kept).text("/assignee")).isEqualTo(editor.user);
    ada.patch(done, "{'title':'b'}").expect(200);
  }

  private void share(Api somebody, String role) {
    ada.put(member(somebody), "{'role':'%s'}".formatted(role)).expect(200);
    if (ada.get(list + "/invitations").expect(200).at("/items").size() > 0) {
      somebody.accept(list);
    }
  }

  private String member(Api somebody) {
    return list + "/members/" + somebody.user;
  }

  private List<String> titleAndVersions() {
    return List.of(
        ada.get(list).expect(200).header("ETag"),
        ada.get(task).expect(200).header("ETag"),
        ada.get(list + "/tasks?status=all").expect(200).at("/items").toString());
  }

  private static String id(String address) {
    return address.substring(address.lastIndexOf('/') + 1);
  }
}
