package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an import reports about tasks that exist already. */
class RepeatedImportIT {

  private final Api ada = Api.asSomebodyNew();
  private final Api bob = Api.asSomebodyNew();

  @Test
  void an_unchanged_account_has_no_differences() {
    TransferIT.fill(ada);
    var export = TransferIT.export(ada);
    TransferIT.bringIn(bob, export);

    assertThat(differences(TransferIT.bringIn(bob, export))).isEmpty();
    assertThat(differences(TransferIT.bringIn(ada, export))).isEmpty();
  }

  @Test
  void a_task_that_was_moved_and_unassigned_since_differs_in_list_and_assignee() {
    var garden = newList(ada);
    var task =
        ada.create("{'title':'a','listId':'%s','assignee':'%s'}".formatted(garden, ada.user));
    var export = TransferIT.export(ada);
    var imported = TransferIT.bringIn(bob, export).at("/items").valueStream().toList().getLast();

    moveAndUnassign(ada, task);
    moveAndUnassign(bob, "/v1/tasks/" + imported.required("id").asString());

    assertThat(differences(TransferIT.bringIn(ada, export)))
        .containsExactly("/listId", "/assignee");
    assertThat(differences(TransferIT.bringIn(bob, export)))
        .containsExactly("/listId", "/assignee");
  }

  @Test
  void an_assignee_whom_the_import_has_removed_is_no_difference() {
    var line = "{\"kind\":\"task\",\"id\":\"1\",\"title\":\"a\",\"assignee\":\"zoe\"}\n";
    TransferIT.bringIn(bob, line);

    assertThat(differences(TransferIT.bringIn(bob, line))).isEmpty();
  }

  @Test
  void a_list_and_an_assignee_that_the_item_does_not_have_are_no_differences() {
    var line = "{\"kind\":\"task\",\"id\":\"1\",\"title\":\"a\"}\n";
    var id = TransferIT.bringIn(bob, line).text("/items/0/id");
    bob.patch("/v1/tasks/" + id, "{'listId':'" + newList(bob) + "','assignee':'" + bob.user + "'}")
        .expect(200);

    assertThat(differences(TransferIT.bringIn(bob, line))).isEmpty();
  }

  private static void moveAndUnassign(Api of, String task) {
    of.patch(task, "{'listId':'" + newList(of) + "','assignee':null}").expect(200);
  }

  private static String newList(Api of) {
    return of.post("/v1/lists", "{'name':'Garden'}").expect(201).text("/id");
  }

  private static List<String> differences(Api.Response report) {
    return report
        .at("/items")
        .valueStream()
        .flatMap(item -> item.path("without").valueStream())
        .map(RepeatedImportIT::pointer)
        .toList();
  }

  private static String pointer(JsonNode entry) {
    return entry.required("pointer").asString();
  }
}
