package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A write with an idempotency key is executed once and its response replayed. */
class IdempotencyIT {

  private static final String SOIL = "{'title':'Buy soil'}";

  private final Api api = Api.asSomebodyNew();
  private final String key = UUID.randomUUID().toString();

  @Test
  void a_repeated_write_gets_the_identical_response_and_is_not_executed_again() {
    var plain = Api.as(api.user);
    api.with("Idempotency-Key", key);

    var first = api.post("/v1/tasks", SOIL).expect(201);
    plain.patch(first.header("Location"), "{'title':'Buy more soil'}").expect(200);
    var again = api.post("/v1/tasks", SOIL).expect(201);

    assertSame(first, again);
    assertThat(first.raw().headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(tasks()).isEqualTo(1);
  }

  @Test
  void every_kind_of_write_is_idempotent() {
    var task = api.create(SOIL);
    var daily =
        api.create(
            "{'title':'Water','due':{'date':'2999-03-01'},'recurrence':{'frequency':'daily'}}");
    var list = api.post("/v1/lists", "{'name':'Garden'}").expect(201).header("Location");
    var member = list + "/members/" + Api.asSomebodyNew().user;
    var before = events();

    var writes =
        List.<Callable<Api.Response>>of(
            () -> api.patch(task, "{'title':'Buy more soil'}"),
            () -> api.post(task + "/complete", ""),
            () -> api.post(task + "/reopen", ""),
            () -> api.delete(task),
            () -> api.post(daily + "/skip", ""),
            () -> api.post(list + "/tasks", SOIL),
            () -> api.post("/v1/lists", "{'name':'House'}"),
            () -> api.patch(list, "{'name':'Yard'}"),
            () -> api.put(member, "{'role':'viewer'}"),
            () -> api.delete(member),
            () -> api.put("/v1/me", "{'displayName':'Ada'}"),
            () -> api.delete(list));
    for (var write : writes) {
      api.with("Idempotency-Key", UUID.randomUUID().toString());
      var first = call(write);
      assertThat(first.raw().statusCode()).isLessThan(300);
      assertSame(first, call(write));
    }
    // The list had a task.
    assertThat(events() - before).isEqualTo(writes.size() + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/batch | application/json | {\"ops\":[%s,{\"opId\":\"%s\",\"kind\":\"finish\"}]}",
        "/v1/import | application/x-ndjson | {\"kind\":\"task\",\"title\":\"Buy pots\"}",
      })
  void a_repeated_request_with_many_transactions_gets_the_identical_response(
      String path, String type, String form) {
    var op =
        "{\"opId\":\"%s\",\"kind\":\"create\",\"fields\":{\"title\":\"Buy soil\"}}"
            .formatted(UUID.randomUUID());
    var body = form.formatted(op, UUID.randomUUID());
    api.with("Idempotency-Key", key).with("Content-Type", type);

    var first = api.send("POST", path, body).expect(200);
    var again = api.send("POST", path, body).expect(200);

    assertSame(first, again);
    assertThat(first.raw().headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(api.send("POST", path, body + " ").expect(422).text("/type"))
        .endsWith("/idempotency-key-reused");
    assertThat(tasks()).isEqualTo(1);
    assertThat(events()).isEqualTo(1);
  }

  @Test
  void another_instance_replays_the_stored_response() {
    var first = api.with("Idempotency-Key", key).post("/v1/tasks", SOIL).expect(201);

    try (var restarted =
        FunctionServer.start(
            TestPostgres.shared().settings("task-api", Api.issuer()), Main::wire)) {
      assertSame(
          first,
          Api.in(Http.to(restarted.port()), api.user)
              .with("Idempotency-Key", key)
              .post("/v1/tasks", SOIL));
    }
    assertThat(tasks()).isEqualTo(1);
  }

  @Test
  void a_key_is_valid_for_one_request_only() {
    api.with("Idempotency-Key", key);
    var task = api.create(SOIL);

    for (var other :
        List.of(
            api.post("/v1/tasks", "{'title':'Buy soil '}"),
            api.post(task + "/complete", ""),
            api.patch(task, SOIL),
            api.delete(task))) {
      assertThat(other.expect(422).text("/type")).endsWith("/idempotency-key-reused");
    }
    assertThat(events()).isEqualTo(1);
  }

  @Test
  void a_key_is_valid_for_one_query_only() {
    var task =
        api.create(
            "{'title':'Water','due':{'date':'2026-12-01'},'recurrence':{'frequency':'daily'}}");
    api.with("Idempotency-Key", key);

    api.patch(task + "?scope=this", "{'title':'Water the ferns'}").expect(200);

    assertThat(
            api.patch(task + "?scope=following", "{'title':'Water the ferns'}")
                .expect(422)
                .text("/type"))
        .endsWith("/idempotency-key-reused");
  }

  @Test
  void two_people_may_have_the_same_key() {
    var grace = Api.asSomebodyNew().with("Idempotency-Key", key);
    api.with("Idempotency-Key", key);

    var ours = api.post("/v1/tasks", SOIL).expect(201).text("/id");
    var theirs = grace.post("/v1/tasks", "{'title':'Something else'}").expect(201).text("/id");

    assertThat(theirs).isNotEqualTo(ours);
    assertThat(grace.post("/v1/tasks", "{'title':'Something else'}").text("/id")).isEqualTo(theirs);
  }

  @Test
  void concurrent_requests_with_one_key_are_executed_once() throws Exception {
    api.with("Idempotency-Key", key);
    Callable<String> create =
        () -> {
          var response = api.post("/v1/tasks", SOIL);
          while (response.raw().statusCode() == 409) {
            assertThat(response.header("Retry-After")).isEqualTo("1");
            response = api.post("/v1/tasks", SOIL);
          }
          return response.expect(201).raw().body();
        };

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var responses = new ArrayList<String>();
      for (var response : threads.invokeAll(Collections.nCopies(32, create))) {
        responses.add(response.get());
      }
      assertThat(responses).hasSize(32).containsOnly(responses.getFirst());
    }
    assertThat(tasks()).isEqualTo(1);
    assertThat(events()).isEqualTo(1);
  }

  @Test
  void a_request_with_a_key_in_progress_is_refused_without_waiting() throws SQLException {
    api.with("Idempotency-Key", key);

    try (var running = KeyLock.onKey(api.user, key)) {
      var response = api.post("/v1/tasks", SOIL).expect(409);
      assertThat(response.text("/type")).endsWith("/idempotency-key-in-use");
      assertThat(response.header("Retry-After")).isEqualTo("1");
    }
    api.post("/v1/tasks", SOIL).expect(201);
  }

  @Test
  void a_refused_request_is_evaluated_again() {
    api.with("Idempotency-Key", key);

    api.post("/v1/tasks", "{'title':''}").expect(400);
    api.post("/v1/tasks", SOIL).expect(201);
    assertThat(tasks()).isEqualTo(1);
  }

  @Test
  void a_server_error_leaves_nothing_behind_and_a_retry_is_executed() {
    api.with("Idempotency-Key", key);

    try (var full = Fault.ofTheOutbox(api.user)) {
      assertThat(api.sendAnything("POST", "/v1/tasks", SOIL.replace('\'', '"')).text("/status"))
          .isEqualTo("500");
    }
    assertThat(tasks()).isZero();
    assertThat(api.post("/v1/tasks", SOIL).expect(201).raw().headers().map())
        .doesNotContainKey("idempotency-replayed");
    assertThat(tasks()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "two words"})
  void a_key_is_visible_ascii(String bad) {
    assertThat(api.with("Idempotency-Key", bad).post("/v1/tasks", SOIL).expect(400).pointers())
        .containsExactly("/Idempotency-Key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Idempotency-Key: \u00e9", "Idempotency-Key: a\nIdempotency-Key: b"})
  void a_key_is_compared_byte_by_byte(String headers) {
    assertThat(
            api.sendBytes(
                "POST /v1/tasks HTTP/1.1\nHost: localhost\nConnection: close\nAuthorization: "
                    + api.authorization()
                    + "\nContent-Type: application/json\nContent-Length: 13\n"
                    + headers
                    + "\n\n{\"title\":\"a\"}"))
        .startsWith("HTTP/1.1 400");
    assertThat(tasks()).isZero();
  }

  @Test
  void a_key_has_255_characters_at_most() {
    api.with("Idempotency-Key", "~".repeat(255)).post("/v1/tasks", SOIL).expect(201);

    assertThat(
            api.with("Idempotency-Key", "~".repeat(256))
                .post("/v1/tasks", SOIL)
                .expect(400)
                .pointers())
        .containsExactly("/Idempotency-Key");
  }

  @Test
  void reads_and_writes_without_a_key_store_no_key() {
    var task = api.create(SOIL);
    api.with("Idempotency-Key", key).get(task).expect(200);
    api.get("/v1/tasks").expect(200);

    assertThat(
            TestPostgres.shared()
                .column(
                    "SELECT key FROM runtime.idempotency_keys WHERE user_id = '" + api.user + "'"))
        .isEmpty();
  }

  private static void assertSame(Api.Response first, Api.Response again) {
    assertThat(again.raw().statusCode()).isEqualTo(first.raw().statusCode());
    assertThat(again.raw().body()).isEqualTo(first.raw().body());
    for (var header : List.of("ETag", "Location", "Content-Type")) {
      assertThat(again.raw().headers().allValues(header))
          .isEqualTo(first.raw().headers().allValues(header));
    }
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
  }

  private static Api.Response call(Callable<Api.Response> write) {
    try {
      return write.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private int tasks() {
    return Api.as(api.user).get("/v1/tasks?status=all").at("/items").size();
  }

  private int events() {
    return Integer.parseInt(
        TestPostgres.shared()
            .column(
                "SELECT count(*) FROM runtime.outbox WHERE attributes ->> 'actor' = '"
                    + api.user
                    + "'")
            .getFirst());
  }
}
