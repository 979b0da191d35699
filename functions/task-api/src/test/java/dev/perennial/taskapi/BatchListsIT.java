package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations on lists in a batch. */
class BatchListsIT {

  private final Api api = Api.asSomebodyNew();
  private final String list = UUID.randomUUID().toString();

  @Test
  void a_list_is_created_filled_renamed_and_deleted_in_one_batch() {
    var task = UUID.randomUUID().toString();
    var results =
        send(
            op("'kind':'create_list','listId':'" + list + "','fields':{'name':'Garden'}"),
            op(
                "'kind':'create','taskId':'%s','fields':{'title':'Dig','listId':'%s'}"
                    .formatted(task, list)),
            op("'kind':'edit_list','listId':'" + list + "','fields':{'name':'Yard'}"));

    assertThat(statuses(results)).containsExactly(201, 201, 200);
    assertThat(results.text("/results/0/list/name")).isEqualTo("Garden");
    assertThat(results.text("/results/1/task/listId")).isEqualTo(list);
    assertThat(results.at("/results/2/list")).isEqualTo(api.get("/v1/lists/" + list).at(""));
    assertThat(results.text("/results/2/list/name")).isEqualTo("Yard");

    var deleted = send(op("'kind':'delete_list','listId':'" + list + "'"));
    assertThat(statuses(deleted)).containsExactly(204);
    assertThat(deleted.at("/results/0").has("list")).isFalse();
    api.get("/v1/lists/" + list).expect(404);
    api.get("/v1/tasks/" + task).expect(404);
  }

  @Test
  void a_list_without_a_chosen_id_gets_one() {
    var results = send(op("'kind':'create_list','fields':{'name':'Garden'}"));

    api.get("/v1/lists/" + results.text("/results/0/list/id")).expect(200);
  }

  @Test
  void a_repeated_operation_makes_no_second_list() {
    var create = op("'kind':'create_list','fields':{'name':'Garden'}");
    var first = send(create);

    var again = send(create);

    assertThat(again.at("/results/0/replayed").booleanValue()).isTrue();
    assertThat(again.at("/results/0/list")).isEqualTo(first.at("/results/0/list"));
    assertThat(api.get("/v1/lists").expect(200).at("/items").size()).isEqualTo(2);
  }

  @Test
  void a_list_is_moved_among_the_lists_of_the_user() {
    send(
        op("'kind':'create_list','fields':{'name':'Garden'}"),
        op("'kind':'create_list','listId':'" + list + "','fields':{'name':'House'}"),
        op("'kind':'edit_list','listId':'" + list + "','fields':{'position':0}"));

    assertThat(api.get("/v1/lists").expect(200).text("/items/0/id")).isEqualTo(list);
  }

  @Test
  void a_refused_operation_has_the_problem_of_a_single_request_and_stops_no_other() {
    var inbox = api.get(api.create("{'title':'a'}")).text("/listId");
    var others = Api.asSomebodyNew().post("/v1/lists", "{'name':'Secret'}").expect(201).text("/id");
    var results =
        send(
            op("'kind':'edit_list','listId':'" + inbox + "','fields':{'name':'In'}"),
            op("'kind':'delete_list','listId':'" + others + "'"),
            op("'kind':'edit_list','listId':'" + others + "','fields':{'name':'Mine'}"),
            op("'kind':'create_list','listId':'" + others + "','fields':{'name':'Mine'}"),
            op("'kind':'create_list','listId':'" + list + "','fields':{'name':'Garden'}"));

    assertThat(statuses(results)).containsExactly(409, 404, 404, 409, 201);
    assertThat(results.text("/results/0/problem/type")).endsWith("inbox");
    assertThat(results.text("/results/3/problem/type")).endsWith("id-taken");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'kind':'create_list','fields':{} | /name",
        "'kind':'create_list','fields':{'name':' '} | /name",
        "'kind':'create_list','fields':{'name':'a','id':'b'} | /id",
        "'kind':'create_list','fields':{'name':'a','position':1} | /position",
        "'kind':'create_list','listId':'b6d767d2-f8ed-1b21-a24b-3b5a5b1c9b7c','fields':{'name':'a'}"
            + " | /ops/0/listId",
        "'kind':'create_list','listId':'garden','fields':{'name':'a'} | /ops/0/listId",
        "'kind':'edit_list','fields':{'name':'a'} | /ops/0/listId",
        "'kind':'edit_list','listId':'5a3c9f5e-2a55-4a0e-8f5a-8d8a3a9b7c02','fields':{'name':null}"
            + " | /name",
        "'kind':'delete_list' | /ops/0/listId",
        "'kind':'delete_list','listId':'5a3c9f5e-2a55-4a0e-8f5a-8d8a3a9b7c02','fields':{} |"
            + " /ops/0/fields",
        "'kind':'delete_list','listId':'5a3c9f5e-2a55-4a0e-8f5a-8d8a3a9b7c02','scope':'all' |"
            + " /ops/0/scope",
        "'kind':'delete_list','listId':'5a3c9f5e-2a55-4a0e-8f5a-8d8a3a9b7c02','taskId':'5a3c9f5e-2a55-4a0e-8f5a-8d8a3a9b7c02'"
            + " | /ops/0/taskId",
        "'kind':'complete','taskId':'5a3c9f5e-2a55-4a0e-8f5a-8d8a3a9b7c02','listId':'5a3c9f5e-2a55-4a0e-8f5a-8d8a3a9b7c02'"
            + " | /ops/0/listId",
      })
  void an_invalid_operation_is_reported(String members, String pointer) {
    var results = send(op(members));

    assertThat(statuses(results)).containsExactly(400);
    assertThat(results.at("/results/0/problem/errors").valueStream())
        .extracting(error -> error.required("pointer").asString())
        .containsExactly(pointer);
  }

  private static String op(String members) {
    return "{'opId':'" + UUID.randomUUID() + "'," + members + "}";
  }

  private Api.Response send(String... ops) {
    return api.post("/v1/batch", "{'ops':[" + String.join(",", ops) + "]}").expect(200);
  }

  private static List<Integer> statuses(Api.Response results) {
    return results
        .at("/results")
        .valueStream()
        .map(result -> result.required("status").intValue())
        .toList();
  }
}
