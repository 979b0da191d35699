package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.tasks.list.Inbox;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListsIT {

  private final Api api = Api.asSomebodyNew();
  private final String inbox = "/v1/lists/" + Inbox.idFor(api.user);

  @Test
  void every_user_has_an_inbox_from_the_start() {
    var lists = api.get("/v1/lists").expect(200);

    assertThat(lists.at("/items").size()).isEqualTo(1);
    assertThat(lists.text("/items/0/id")).isEqualTo(Inbox.idFor(api.user).toString());
    assertThat(lists.at("/items/0/inbox").asBoolean()).isTrue();
    assertThat(lists.text("/items/0/owner")).isEqualTo(api.user);
    assertThat(lists.at("/items/0/members").toString())
        .isEqualTo("[{\"userId\":\"" + api.user + "\",\"role\":\"owner\"}]");
  }

  @Test
  void an_inbox_is_created_on_first_use() {
    api.get(inbox).expect(200);
    assertThat(names(api)).containsExactly("Inbox");
  }

  @Test
  void concurrent_first_reads_create_one_inbox() throws Exception {
    Callable<List<String>> look = () -> names(api);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var names : threads.invokeAll(Collections.nCopies(8, look))) {
        assertThat(names.get()).containsExactly("Inbox");
      }
    }
  }

  @Test
  void an_inbox_cannot_be_renamed_deleted_or_shared() {
    api.get("/v1/lists").expect(200);

    for (var refused :
        List.of(
            api.patch(inbox, "{'name':'Mine'}"),
            api.delete(inbox),
            api.put(inbox + "/members/grace", "{'role':'viewer'}"))) {
      assertThat(refused.expect(409).text("/type")).endsWith("/inbox");
    }
    api.delete(inbox + "/members/" + api.user).expect(409);
    assertThat(api.get(inbox).header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void the_response_to_a_new_list_equals_later_reads() {
    var created = api.post("/v1/lists", "{'name':'\uD83C\uDF31 Garden'}").expect(201);

    assertThat(created.at("").toString())
        .isEqualTo(api.get(created.header("Location")).expect(200).at("").toString());
    assertThat(created.header("ETag")).isEqualTo("\"1\"");
    assertThat(created.text("/name")).isEqualTo("\uD83C\uDF31 Garden");
    assertThat(created.at("/inbox").asBoolean()).isFalse();
    assertThat(names(api)).containsExactly("Inbox", "\uD83C\uDF31 Garden");
  }

  @Test
  void a_client_chosen_list_id_can_be_used_once() {
    var id = UUID.randomUUID();

    assertThat(
            api.post("/v1/lists", "{'name':'Garden','id':'%s'}".formatted(id))
                .expect(201)
                .text("/id"))
        .isEqualTo(id.toString());
    for (var somebody : List.of(api, Api.asSomebodyNew())) {
      var taken = somebody.post("/v1/lists", "{'name':'House','id':'%s'}".formatted(id));
      assertThat(taken.expect(409).text("/type")).endsWith("/id-taken");
    }
    assertThat(api.get("/v1/lists/" + id).text("/name")).isEqualTo("Garden");
  }

  @Test
  void a_user_has_500_lists_at_most() {
    var others = Api.asSomebodyNew();
    var shared = "/v1/lists/" + others.post("/v1/lists", "{'name':'Theirs'}").text("/id");
    others.put(shared + "/members/" + api.user, "{'role':'viewer'}").expect(200);
    var lists =
        IntStream.range(0, 499)
            .mapToObj("{\"kind\":\"list\",\"id\":\"%1$d\",\"name\":\"%1$d\"}\n"::formatted)
            .collect(Collectors.joining());
    var report = TransferIT.bringIn(api, lists);
    assertThat(report.at("/imported").asInt()).as(report.raw().body()).isEqualTo(499);

    for (var refused :
        List.of(
            api.post("/v1/lists", "{'name':'Another'}"),
            api.post(Api.invitation(shared) + "/accept", ""))) {
      assertThat(refused.expect(409).text("/type")).endsWith("/too-many-lists");
      assertThat(refused.text("/detail")).contains("500 lists at most");
    }
    var refused = TransferIT.bringIn(api, "{\"kind\":\"list\",\"id\":\"x\",\"name\":\"x\"}\n");
    assertThat(refused.at("/failed").asInt()).isEqualTo(1);
    var all = api.get("/v1/lists").at("/items");
    assertThat(all.size()).isEqualTo(500);

    api.delete("/v1/lists/" + all.get(499).required("id").asString()).expect(204);
    api.accept(shared);
  }

  @Test
  void the_id_of_an_inbox_cannot_be_taken_by_others() {
    var grace = Api.asSomebodyNew();

    assertThat(
            grace
                .post("/v1/lists", "{'name':'a','id':'%s'}".formatted(Inbox.idFor(api.user)))
                .expect(400)
                .pointers())
        .containsExactly("/id");
    assertThat(names(api)).containsExactly("Inbox");
  }

  @Test
  void a_list_gets_another_name() {
    var list = make("Garden");

    var renamed = api.patch(list, "{'name':'House'}").expect(200);

    assertThat(renamed.text("/name")).isEqualTo("House");
    assertThat(renamed.header("ETag")).isEqualTo("\"2\"");
    assertThat(api.patch(list, "{'name':'House'}").expect(200).header("ETag")).isEqualTo("\"2\"");
    assertThat(names(api)).containsExactly("Inbox", "House");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 'C,Inbox,A,B'",
    "1, 'Inbox,C,A,B'",
    "2, 'Inbox,A,C,B'",
    "3, 'Inbox,A,B,C'",
    "99, 'Inbox,A,B,C'"
  })
  void a_list_is_moved_among_the_user_s_lists(int position, String order) {
    make("A");
    make("B");
    var list = make("C");

    var moved = api.patch(list, "{'position':%d}".formatted(position)).expect(200);

    assertThat(names(api)).containsExactly(order.split(","));
    assertThat(moved.header("ETag")).as("the list itself is as it was").isEqualTo("\"1\"");
  }

  @Test
  void the_order_stays_when_other_lists_are_moved_created_or_deleted() {
    var a = make("A");
    var b = make("B");
    api.patch(a, "{'position':0}").expect(200);
    make("C");
    api.patch(b, "{'position':1,'name':'Bee'}").expect(200);
    var d = make("D");
    api.delete(d).expect(204);
    make("E");

    assertThat(names(api)).containsExactly("A", "Bee", "Inbox", "C", "E");
    api.patch(inbox, "{'position':4}").expect(200);
    assertThat(names(api)).containsExactly("A", "Bee", "C", "E", "Inbox");
  }

  @Test
  void a_move_is_published_to_the_user_who_moved_the_list_only() {
    var list = make("A");
    var grace = Api.asSomebodyNew();
    api.share(list, grace, "viewer");

    grace.patch(list, "{'position':0}").expect(200);

    assertThat(names(grace)).containsExactly("A", "Inbox");
    assertThat(names(api)).containsExactly("Inbox", "A");
    var moved = Events.about(list).getLast();
    assertThat(moved.type()).isEqualTo("list.updated");
    assertThat(moved.audience()).containsExactly(grace.user);
    assertThat(moved.payload().at("/changes").toString())
        .isEqualTo("{\"position\":{\"from\":1,\"to\":0}}");
    grace.patch(list, "{'position':0}").expect(200);
    assertThat(Events.about(list)).hasSize(4);
  }

  @Test
  void a_deleted_list_and_its_tasks_are_not_found() {
    var list = make("Garden");
    var open = api.post(list + "/tasks", "{'title':'Water the ferns'}").expect(201);
    var done = api.post(list + "/tasks", "{'title':'Buy soil'}").expect(201);
    api.post(done.header("Location") + "/complete", "").expect(200);
    var elsewhere = api.create("{'title':'Read'}");

    api.delete(list).expect(204);

    api.get(list).expect(404);
    api.delete(list).expect(404);
    api.patch(list, "{'name':'a'}").expect(404);
    api.get(list + "/tasks").expect(404);
    api.post(list + "/tasks", "{'title':'a'}").expect(404);
    api.get(open.header("Location")).expect(404);
    api.get(done.header("Location")).expect(404);
    api.get(elsewhere).expect(200);
    assertThat(names(api)).containsExactly("Inbox");
    for (var task : List.of(open, done)) {
      var deleted = Events.about(task.header("Location")).getLast();
      assertThat(deleted.type()).isEqualTo("task.deleted");
      assertThat(deleted.payload().at("/reason").asString()).isEqualTo("list");
    }
    assertThat(Events.about(list).getLast().type()).isEqualTo("list.deleted");
  }

  @Test
  void if_match_keeps_a_change_from_overwriting_another() {
    var list = make("Garden");
    api.patch(list, "{'name':'House'}").expect(200);

    api.with("If-Match", "\"1\"");
    api.patch(list, "{'name':'Lost'}").expect(412);
    api.put(list + "/members/grace", "{'role':'viewer'}").expect(412);
    api.delete(list + "/members/grace").expect(412);
    api.delete(list).expect(412);
    api.with("If-Match", "\"2\"").delete(list).expect(204);
  }

  @Test
  void an_unchanged_version_is_not_sent_again() {
    var list = make("Garden");

    api.with("If-None-Match", "\"1\"").get(list).expect(304);
    api.with("If-None-Match", "\"2\"").get(list).expect(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{} | /name",
        "{'name':null} | /name",
        "{'name':' '} | /name",
        "{'name':5} | /name",
        "{'name':'a\\u0000'} | /name",
        "{'name':'a','id':'1-1-1-1-1'} | /id",
        "{'name':'a','id':'00000000-0000-0000-0000-000000000000'} | /id",
        "{'name':'a','owner':'grace','inbox':true} | /owner /inbox",
      })
  void every_invalid_field_of_a_new_list_is_reported(String body, String pointers) {
    assertThat(api.post("/v1/lists", body).expect(400).pointers())
        .containsExactlyInAnyOrder(pointers.strip().split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'name':null} | /name",
        "{'name':''} | /name",
        "{'position':-1} | /position",
        "{'position':1.5} | /position",
        "{'position':'first'} | /position",
        "{'members':[]} | /members",
      })
  void every_invalid_field_of_a_patch_is_reported(String body, String pointer) {
    var list = make("Garden");

    assertThat(api.patch(list, body).expect(400).pointers()).containsExactly(pointer);
    assertThat(api.get(list).header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void a_name_may_have_the_documented_length_and_no_more() {
    make("\uD83C\uDF31".repeat(200));

    assertThat(
            api.post("/v1/lists", "{'name':'%s'}".formatted("a".repeat(201)))
                .expect(400)
                .pointers())
        .containsExactly("/name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000000-0000-0000-0000-000000000000", "1", "1-1-1-1-1", "inbox", "'"})
  void an_unknown_list_id_is_not_found(String id) {
    api.get("/v1/lists/" + id).expect(404);
    api.patch("/v1/lists/" + id, "{}").expect(404);
    api.delete("/v1/lists/" + id).expect(404);
    api.put("/v1/lists/" + id + "/members/grace", "{'role':'viewer'}").expect(404);
    api.get("/v1/lists/" + id + "/tasks").expect(404);
    api.post("/v1/lists/" + id + "/tasks", "{'title':'a'}").expect(404);
  }

  private String make(String name) {
    return api.post("/v1/lists", "{'name':'%s'}".formatted(name)).expect(201).header("Location");
  }

  private static List<String> names(Api somebody) {
    return somebody
        .get("/v1/lists")
        .expect(200)
        .at("/items")
        .valueStream()
        .map(list -> list.required("name").asString())
        .toList();
  }
}
