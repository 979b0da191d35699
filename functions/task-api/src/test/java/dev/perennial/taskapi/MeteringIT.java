package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.runtime.testkit.InvocationRows;
import java.util.UUID;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/**
 * What is recorded of requests: their routes and never their paths, who sent them, what they did.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MeteringIT {

  private final Api api = Api.asSomebodyNew();

  @Test
  void a_request_that_creates_a_task_is_recorded_with_its_list_and_its_events() {
    var id = id(api.create("{'title':'Water the ferns'}"));

    var row = row("POST /v1/tasks");

    assertThat(row.text("function")).isEqualTo("task-api");
    assertThat(row.text("trigger")).isEqualTo("http");
    assertThat(row.text("owner")).isEqualTo(api.user);
    assertThat(row.text("actor")).isEqualTo(api.user);
    assertThat(row.text("outcome")).isEqualTo("done");
    assertThat(row.number("status")).isEqualTo(201);
    assertThat(row.text("subject")).isEqualTo(id);
    assertThat(row.text("list_id")).isNotEqualTo(id);
    assertThat(row.number("events_out")).isPositive();
    assertThat(row.number("bytes_in")).isEqualTo("{'title':'Water the ferns'}".length());
    assertThat(row.number("bytes_out")).isPositive();
    assertThat(row.text("overhead")).isEqualTo("false");
  }

  @Test
  void a_request_of_a_task_is_recorded_with_its_route_and_the_id() {
    var task = api.create("{'title':'Water the ferns'}");
    api.get(task).expect(200);

    var row = row("GET /v1/tasks/{id}");

    assertThat(row.text("subject")).isEqualTo(id(task));
    assertThat(row.number("events_out")).isZero();
  }

  @Test
  void a_request_that_is_refused_is_recorded_as_refused() {
    api.get("/v1/tasks/" + UUID.randomUUID()).expect(404);

    assertThat(row("GET /v1/tasks/{id}").text("outcome")).isEqualTo("refused");
  }

  @Test
  void a_repeated_request_is_recorded_as_a_duplicate() {
    api.with("Idempotency-Key", UUID.randomUUID().toString());
    api.create("{'title':'Water the ferns'}");
    api.create("{'title':'Water the ferns'}");

    var rows = InvocationRows.await("owner = '" + api.user + "'", 2);

    assertThat(rows.stream().map(row -> row.text("outcome") + " " + row.text("status")))
        .containsExactly("done 201", "duplicate 201");
    assertThat(rows.getLast().number("events_out")).isZero();
  }

  @Test
  void nothing_that_a_client_invents_is_recorded() {
    var secret = UUID.randomUUID().toString().replace("-", "x");
    api.sendAnything("GET", "/v1/" + secret, "");
    api.sendAnything("GET", "/v1/tasks/" + secret + "?q=" + secret, "");
    api.sendAnything("GET", "/v1/email-confirmations/" + secret, "");
    api.create("{'title':'" + secret + "'}");

    row("POST /v1/tasks");

    assertThat(InvocationRows.where("i::text LIKE '%" + secret + "%'")).isEmpty();
  }

  private InvocationRows.Row row(String name) {
    return InvocationRows.awaitOne("owner = '%s' AND name = '%s'".formatted(api.user, name));
  }

  private static String id(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
