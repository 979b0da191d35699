package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import dev.perennial.runtime.testkit.TestPostgres;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchIT {

  private static final String DAILY =
      "{'title':'Water the ferns','due':{'date':'2999-03-01'},'recurrence':{'frequency':'daily'}}";

  private final Api api = Api.asSomebodyNew();
  private final String task = UUID.randomUUID().toString();

  @Test
  void each_operation_has_the_result_of_a_single_request_in_order() {
    var results =
        send(
            op("create", task, "'fields':" + DAILY),
            op("edit", task, "'fields':{'title':'Water the cacti'}"),
            op("complete", task),
            op("reopen", task),
            op("skip", task),
            op("delete", task));

    assertThat(statuses(results)).containsExactly(201, 200, 200, 200, 200, 204);
    assertThat(results.text("/results/0/task/id")).isEqualTo(task);
    assertThat(results.text("/results/1/task/title")).isEqualTo("Water the cacti");
    assertThat(results.text("/results/2/task/status")).isEqualTo("completed");
    assertThat(results.text("/results/2/next/occurrence")).isEqualTo("2999-03-02");
    assertThat(results.text("/results/3/task/status")).isEqualTo("open");
    assertThat(results.text("/results/4/task/status")).isEqualTo("skipped");
    assertThat(results.at("/results/5").has("task")).isFalse();
    api.get("/v1/tasks/" + task).expect(404);
  }

  @Test
  void a_body_of_many_small_values_is_refused_before_it_fills_the_memory() {
    var body = "{\"operations\":[" + "{},".repeat(300_000) + "{}]}";

    assertThat(api.sendAnything("POST", "/v1/batch", body).expect(400).text("/type"))
        .endsWith("/malformed-json");
  }

  @Test
  void the_returned_task_equals_the_stored_task() {
    var results = send(op("create", task, "'fields':" + DAILY));

    assertThat(results.at("/results/0/task")).isEqualTo(api.task("/v1/tasks/" + task));
  }

  @Test
  void an_imported_task_without_an_id_gets_one() {
    var results = send(op("create", null, "'fields':{'title':'Buy soil'}"));

    api.get("/v1/tasks/" + results.text("/results/0/task/id")).expect(200);
  }

  @Test
  void a_line_is_understood_in_a_batch_too() {
    var results = send(op("create", task, "'fields':{'quick':'Water the ferns p1 every day'}"));

    assertThat(results.text("/results/0/task/title")).isEqualTo("Water the ferns");
    assertThat(results.at("/results/0/understood").size()).isEqualTo(2);
    assertThat(api.task("/v1/tasks/" + task)).isEqualTo(results.at("/results/0/task"));
  }

  @Test
  void one_failing_operation_does_not_stop_the_others() {
    var grace = Api.asSomebodyNew();
    var theirs = grace.create("{'title':'Mine'}").replace("/v1/tasks/", "");

    var results =
        send(
            op("create", null, "'fields':{'title':' ','priority':'x'}"),
            op("edit", theirs, "'fields':{'title':'Ours'}"),
            op("skip", theirs),
            op("create", task, "'fields':{'title':'Buy soil'}"),
            op("skip", task),
            op("edit", task, "'fields':{'tags':'home'}"),
            op("complete", task));

    assertThat(statuses(results)).containsExactly(400, 404, 404, 201, 409, 400, 200);
    assertThat(results.text("/results/0/problem/errors/0/pointer")).isEqualTo("/title");
    assertThat(results.text("/results/0/problem/errors/1/pointer")).isEqualTo("/priority");
    assertThat(results.text("/results/4/problem/type")).endsWith("/not-recurring");
    assertThat(grace.get("/v1/tasks/" + theirs).text("/title")).isEqualTo("Mine");
  }

  @Test
  void a_repeated_batch_executes_nothing_twice_and_gets_the_stored_results() {
    var batch =
        batch(
            op("create", task, "'fields':" + DAILY),
            op("create", null, "'fields':{'title':'Buy soil'}"),
            op("complete", task),
            op("create", null, "'fields':{}"));
    var first = api.post("/v1/batch", batch).expect(200);
    var events = events();

    var again = api.post("/v1/batch", batch).expect(200);

    for (int i = 0; i < 3; i++) {
      assertThat(first.at("/results/" + i).has("replayed")).isFalse();
      assertThat(again.at("/results/" + i + "/replayed").booleanValue()).isTrue();
      assertThat(again.at("/results/" + i + "/task"))
          .isEqualTo(first.at("/results/" + i + "/task"));
    }
    assertThat(again.at("/results/2/next")).isEqualTo(first.at("/results/2/next"));
    assertThat(again.at("/results/3")).isEqualTo(first.at("/results/3"));
    assertThat(events()).isEqualTo(events);
    assertThat(tasks()).isEqualTo(2);
  }

  @Test
  void an_op_id_is_valid_for_one_operation_only() {
    var opId = UUID.randomUUID();
    send(withId(opId, op("create", null, "'fields':{'title':'Buy soil'}")));

    var results = send(withId(opId, op("create", null, "'fields':{'title':'Buy pots'}")));

    assertThat(statuses(results)).containsExactly(422);
    assertThat(results.text("/results/0/problem/type")).endsWith("/idempotency-key-reused");
    assertThat(tasks()).isEqualTo(1);
  }

  @Test
  void an_operation_in_progress_is_reported_without_waiting() throws SQLException {
    var opId = UUID.randomUUID();
    var batch =
        batch(
            withId(opId, op("create", null, "'fields':{'title':'Buy soil'}")),
            op("create", task, "'fields':{'title':'Buy pots'}"));

    try (var running = KeyLock.onKey(api.user, opId.toString())) {
      assertThat(statuses(api.post("/v1/batch", batch).expect(200))).containsExactly(409, 201);
    }

    assertThat(statuses(api.post("/v1/batch", batch).expect(200))).containsExactly(201, 201);
    assertThat(tasks()).isEqualTo(2);
  }

  @Test
  void a_server_error_does_not_stop_others_and_a_retry_is_executed() {
    var broken = UUID.randomUUID().toString();
    var batch =
        batch(
            op("create", broken, "'fields':{'title':'Buy soil'}"),
            op("create", task, "'fields':{'title':'Buy pots'}"));

    try (var fault = Fault.of(api.user, "NEW.attributes ->> 'subject' = '" + broken + "'")) {
      assertThat(statuses(api.post("/v1/batch", batch).expect(200))).containsExactly(500, 201);
    }

    var again = api.post("/v1/batch", batch).expect(200);
    assertThat(statuses(again)).containsExactly(201, 201);
    assertThat(again.at("/results/0").has("replayed")).isFalse();
    assertThat(again.at("/results/1").has("replayed")).isTrue();
    assertThat(tasks()).isEqualTo(2);
  }

  @Test
  void a_key_of_a_batch_is_valid_for_that_batch_only() {
    var batch = batch(op("create", task, "'fields':{'title':'Buy soil'}"));
    api.with("Idempotency-Key", UUID.randomUUID().toString());

    api.post("/v1/batch", batch).expect(200);

    api.post("/v1/batch", batch(op("delete", task))).expect(422);
    api.delete("/v1/tasks/" + task).expect(422);
    assertThat(tasks()).isEqualTo(1);
  }

  @Test
  void a_batch_with_a_server_error_can_be_retried_with_its_key() throws SQLException {
    var broken = UUID.randomUUID().toString();
    var batch =
        batch(
            op("create", broken, "'fields':{'title':'Buy soil'}"),
            op("create", task, "'fields':{'title':'Buy pots'}"));
    var opId = EventJson.MAPPER.readTree(batch.replace('\'', '"')).at("/ops/1/opId").asString();
    api.with("Idempotency-Key", UUID.randomUUID().toString());

    try (var fault = Fault.of(api.user, "NEW.attributes ->> 'subject' = '" + broken + "'");
        var running = KeyLock.onKey(api.user, opId)) {
      assertThat(statuses(api.post("/v1/batch", batch).expect(200))).containsExactly(500, 409);
    }
    try (var running = KeyLock.onKey(api.user, opId)) {
      assertThat(statuses(api.post("/v1/batch", batch).expect(200))).containsExactly(201, 409);
    }
    var whole = api.post("/v1/batch", batch).expect(200);
    var again = api.post("/v1/batch", batch).expect(200);

    assertThat(statuses(whole)).containsExactly(201, 201);
    assertThat(whole.raw().headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.raw().body()).isEqualTo(whole.raw().body());
    assertThat(tasks()).isEqualTo(2);
  }

  @Test
  void a_batch_in_progress_is_not_started_again() throws SQLException {
    var key = UUID.randomUUID().toString();
    var batch = batch(op("create", task, "'fields':{'title':'Buy soil'}"));
    api.with("Idempotency-Key", key);

    try (var running = KeyLock.onKey(api.user, key)) {
      assertThat(api.post("/v1/batch", batch).expect(409).text("/type"))
          .endsWith("/idempotency-key-in-use");
    }
    assertThat(tasks()).isZero();
    api.post("/v1/batch", batch).expect(200);
  }

  @Test
  void an_id_is_taken_if_any_user_s_task_has_or_had_it() {
    var theirs = Api.asSomebodyNew().create("{'title':'Mine'}").replace("/v1/tasks/", "");
    var ours = api.create("{'title':'a'}").replace("/v1/tasks/", "");
    var gone = api.create("{'title':'b'}").replace("/v1/tasks/", "");
    api.delete("/v1/tasks/" + gone).expect(204);

    var results =
        send(
            op("create", theirs, "'fields':{'title':'c'}"),
            op("create", ours, "'fields':{'title':'c'}"),
            op("create", gone, "'fields':{'title':'c'}"));

    assertThat(statuses(results)).containsExactly(409, 409, 409);
    for (int i = 0; i < 3; i++) {
      assertThat(results.text("/results/" + i + "/problem/type")).endsWith("/id-taken");
    }
    assertThat(results.text("/results/0/problem/detail").replace(theirs, ours))
        .isEqualTo(results.text("/results/1/problem/detail"));
  }

  @Test
  void an_offline_command_has_the_time_of_the_device() {
    var results =
        send(
            op("create", task, "'fields':{'title':'Buy soil'},'at':'2026-03-01T09:00:00Z'"),
            op("complete", task, "'at':'2026-03-01T10:00:00+01:00'"));

    assertThat(results.text("/results/1/task/completedAt")).isEqualTo("2026-03-01T09:00:00Z");
  }

  @Test
  void a_single_request_may_have_happened_earlier_too() {
    var created = api.create("{'title':'Buy soil'}");

    var completed =
        Api.as(api.user)
            .with("X-Happened-At", "2999-01-01T00:00:00Z")
            .post(created + "/complete", "")
            .expect(200);

    assertThat(completed.text("/task/completedAt")).startsWith("20").doesNotStartWith("2999");
    assertThat(
            Api.as(api.user)
                .with("X-Happened-At", "yesterday")
                .post("/v1/tasks", "{'title':'a'}")
                .expect(400)
                .pointers())
        .containsExactly("/X-Happened-At");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{} | /ops",
        "{'ops':null} | /ops",
        "{'ops':{}} | /ops",
        "{'ops':[]} | /ops",
        "{'ops':[1]} | /ops/0",
        "{'ops':[{}],'more':1} | /ops/0/opId /ops/0/kind /more",
        "{'ops':[{'opId':'1','kind':'finish','taskId':7,'fields':[],'at':'now','scope':'some','next':1,'x':1}]}"
            + " | /ops/0/opId /ops/0/kind /ops/0/taskId /ops/0/fields /ops/0/at /ops/0/scope"
            + " /ops/0/next /ops/0/x",
        "{'ops':[{'opId':'A','kind':'complete'}]} | /ops/0/opId /ops/0/taskId",
      })
  void a_malformed_batch_is_refused_as_a_whole(String body, String pointers) {
    assertThat(api.post("/v1/batch", body).expect(400).pointers())
        .containsExactlyInAnyOrder(pointers.strip().split(" "));
  }

  @Test
  void a_batch_with_an_item_without_op_id_is_refused_as_a_whole() {
    var good = op("create", task, "'fields':{'title':'Buy soil'}");

    for (var bad : List.of("1", "{'kind':'complete','taskId':'%s'}".formatted(task))) {
      api.post("/v1/batch", batch(good, bad)).expect(400);
    }
    assertThat(tasks()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'kind':'finish' | kind",
        "'at':'2026-03-01T09:00:00Z' | kind",
        "'kind':'complete' | taskId",
        "'kind':'skip','taskId':'7' | taskId",
        "'kind':'create','at':'yesterday','fields':{'title':'a'} | at",
        "'kind':'create','fields':[] | fields",
        "'kind':'create','fields':{'title':'a'},'x':1 | x",
        "'kind':'create','scope':'all','next':'keep' | scope next",
        "'kind':'complete','fields':{},'scope':'all' | fields scope taskId",
        "'kind':'edit','taskId':'00000000-0000-4000-8000-000000000001','scope':'some' | scope",
        "'kind':'create','taskId':'00000000-0000-3000-8000-000000000001','fields':{'title':'a'} |"
            + " taskId",
      })
  void a_malformed_operation_does_not_stop_the_others(String members, String names) {
    var opId = UUID.randomUUID();
    var bad = "{'opId':'%s',%s}".formatted(opId, members.strip());
    var batch =
        batch(
            op("create", task, "'fields':{'title':'Buy soil'}"),
            bad,
            op("edit", task, "'fields':{'title':'Buy pots'}"));

    var results = api.post("/v1/batch", batch).expect(200);

    assertThat(statuses(results)).containsExactly(201, 400, 200);
    assertThat(results.text("/results/1/opId")).isEqualTo(opId.toString());
    assertThat(results.text("/results/1/problem/type")).endsWith("/invalid-fields");
    assertThat(results.at("/results/1/problem/errors").valueStream())
        .extracting(error -> error.required("pointer").asString())
        .containsExactlyInAnyOrder(
            Stream.of(names.strip().split(" "))
                .map(name -> "/ops/1/" + name)
                .toArray(String[]::new));
    assertThat(Api.as(api.user).get("/v1/tasks").text("/items/0/title")).isEqualTo("Buy pots");

    assertThat(statuses(send(withId(opId, op("complete", task))))).containsExactly(200);
  }

  @Test
  void a_duplicate_operation_is_executed_once() {
    for (int round = 0; round < 10; round++) {
      var opId = UUID.randomUUID();
      var create = withId(opId, op("create", null, "'fields':{'title':'Buy soil'}"));

      var results =
          send(
              create,
              create,
              op("create", null, "'fields':{'title':'Buy pots'}"),
              withId(opId, op("create", null, "'fields':{'title':'Buy seeds'}")));

      assertThat(statuses(results)).containsExactly(201, 201, 201, 422);
      assertThat(results.at("/results/0").has("replayed")).isFalse();
      assertThat(results.at("/results/1/replayed").booleanValue()).isTrue();
      assertThat(results.at("/results/1/task")).isEqualTo(results.at("/results/0/task"));
      assertThat(results.text("/results/3/problem/type")).endsWith("/idempotency-key-reused");
    }
    assertThat(tasks()).isEqualTo(20);
  }

  @Test
  void a_batch_has_100_operations_and_a_megabyte_at_most() {
    var ops = new ArrayList<String>();
    for (int i = 0; i < 100; i++) {
      ops.add(
          op(
              "create",
              null,
              "'fields':{'title':'a','description':'%s'}".formatted("d".repeat(9_000))));
    }

    assertThat(statuses(api.post("/v1/batch", batch(ops)).expect(200)))
        .hasSize(100)
        .containsOnly(201);

    api.post("/v1/batch", batch(ops) + " ".repeat(150_000)).expect(413);
    ops.add(op("create", null, "'fields':{}"));
    assertThat(api.post("/v1/batch", batch(ops)).expect(400).pointers()).containsExactly("/ops");
  }

  @Test
  void tasks_created_by_a_batch_are_in_its_order() {
    var ops = new ArrayList<String>();
    var ids = new ArrayList<String>();
    for (int i = 0; i < 40; i++) {
      ids.add(UUID.randomUUID().toString());
      ops.add(op("create", ids.getLast(), "'fields':{'title':'Task %d'}".formatted(i)));
    }
    for (int i = 0; i < 40; i++) {
      ops.add(op("edit", ids.get(i), "'fields':{'description':'Of %d'}".formatted(i)));
    }

    var results = send(ops.toArray(String[]::new));

    assertThat(statuses(results)).startsWith(201).endsWith(200).containsOnly(200, 201);
    var items = api.get("/v1/tasks").at("/items");
    assertThat(items.valueStream().map(item -> item.required("id").asString()))
        .containsExactlyElementsOf(ids);
    assertThat(items.valueStream().map(item -> item.required("description").asString()))
        .startsWith("Of 0", "Of 1")
        .endsWith("Of 39");
  }

  @Test
  void an_operation_on_a_series_runs_after_earlier_and_before_later_operations() {
    var later = UUID.randomUUID().toString();

    var results =
        send(
            op("create", task, "'fields':" + DAILY),
            op("complete", task),
            op("create", later, "'fields':{'title':'a'}"),
            op("delete", later),
            op("edit", later, "'fields':{'title':'b'}"),
            op("reopen", task),
            op("edit", task, "'fields':{'title':'Water the cacti'}"));

    assertThat(statuses(results)).containsExactly(201, 200, 201, 204, 404, 200, 200);
  }

  @Test
  void a_hundred_operations_are_executed_in_their_order() {
    var ops = new ArrayList<String>();
    for (int i = 0; i < 50; i++) {
      var id = UUID.randomUUID().toString();
      ops.add(op("create", id, "'fields':" + DAILY));
      ops.add(op("edit", id, "'fields':{'title':'Water the cacti'}"));
    }

    assertThat(statuses(api.post("/v1/batch", batch(ops)).expect(200)))
        .hasSize(100)
        .containsOnly(200, 201);
  }

  private Api.Response send(String... ops) {
    return api.post("/v1/batch", batch(ops)).expect(200);
  }

  private static String batch(String... ops) {
    return batch(List.of(ops));
  }

  private static String batch(List<String> ops) {
    return "{'ops':[" + String.join(",", ops) + "]}";
  }

  private static String op(String kind, String task, String... more) {
    var id = task == null ? "" : ",'taskId':'" + task + "'";
    var rest = more.length == 0 ? "" : "," + more[0];
    return "{'opId':'%s','kind':'%s'%s%s}".formatted(UUID.randomUUID(), kind, id, rest);
  }

  private static String withId(UUID opId, String op) {
    return op.replaceFirst("'opId':'[^']*'", "'opId':'" + opId + "'");
  }

  private static List<Integer> statuses(Api.Response batch) {
    return batch
        .at("/results")
        .valueStream()
        .map(result -> result.required("status").intValue())
        .toList();
  }

  private int tasks() {
    return Api.as(api.user).get("/v1/tasks?status=all").at("/items").size();
  }

  private String events() {
    return TestPostgres.shared()
        .column(
            "SELECT count(*) FROM runtime.outbox WHERE attributes ->> 'actor' = '" + api.user + "'")
        .getFirst();
  }
}
