package dev.perennial.auditsink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.page.PageCursor;
import dev.perennial.api.testkit.HeadContract;
import dev.perennial.api.testkit.QueryContract;
import dev.perennial.auditsink.store.TrailQuery;
import dev.perennial.events.EventJson;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ReadingIT {

  private final Sink sink = Sink.shared();
  private final String ada = "ada-" + UUID.randomUUID();
  private final String grace = "grace-" + UUID.randomUUID();
  private final UUID task = UUID.randomUUID();

  @Test
  void entries_are_ordered_by_time_and_then_by_number() {
    Event late = Event.of(ada, task).with("time", "2026-03-03T08:00:00Z");
    Event early = Event.of(ada, task).with("time", "2026-03-01T08:00:00Z");
    Event alsoEarly = Event.of(ada, task).with("time", "2026-03-01T08:00:00Z");

    sink.store(late, early, alsoEarly);

    assertThat(sink.ids(ada, "/v1/audit")).containsExactly(early.id(), alsoEarly.id(), late.id());
  }

  @Test
  void a_filter_selects_the_matching_entries() {
    var other = UUID.randomUUID();
    Event first = Event.of(ada, task).with("time", "2026-03-01T08:00:00Z");
    Event second = Event.of(ada, other).with("time", "2026-03-02T08:00:00Z").with("actor", grace);
    Event third =
        Event.of(ada, task)
            .with("time", "2026-03-03T08:00:00Z")
            .with("type", "dev.perennial.task.completed.v1");
    sink.store(first, second, third);

    assertThat(sink.ids(ada, "/v1/audit?from=2026-03-02T08:00:00Z"))
        .containsExactly(second.id(), third.id());
    assertThat(sink.ids(ada, "/v1/audit?to=2026-03-02T08:00:00Z")).containsExactly(first.id());
    assertThat(sink.ids(ada, "/v1/audit?from=2026-03-02T09:00:00%2B01:00"))
        .containsExactly(second.id(), third.id());
    assertThat(sink.ids(ada, "/v1/audit?type=dev.perennial.task.completed.v1"))
        .containsExactly(third.id());
    assertThat(sink.ids(ada, "/v1/audit?type=task.completed")).containsExactly(third.id());
    assertThat(sink.ids(ada, "/v1/tasks/" + task + "/history?type=task.completed"))
        .containsExactly(third.id());
    assertThat(sink.ids(ada, "/v1/audit?taskId=" + other)).containsExactly(second.id());
    assertThat(sink.ids(ada, "/v1/audit?taskId=" + other.toString().toUpperCase(Locale.ROOT)))
        .containsExactly(second.id());
    assertThat(sink.ids(ada, "/v1/audit?actor=" + grace)).containsExactly(second.id());
    assertThat(sink.ids(ada, "/v1/audit?owner=" + grace)).isEmpty();
    assertThat(sink.ids("root", "/v1/audit?owner=" + ada)).hasSize(3);
    assertThat(sink.ids("root", "/v1/audit?taskId=" + other)).containsExactly(second.id());
  }

  @Test
  void a_member_sees_the_events_of_their_membership_and_their_own_actions() {
    var before = Event.of(ada, task);
    var asMember = Event.of(ada, task, List.of(ada, grace), "{}");
    Event removal =
        Event.of(ada, task, List.of(ada, grace), "{}")
            .with("type", "dev.perennial.list.unshared.v1");
    var after = Event.of(ada, task);
    Event own = Event.of(ada, task).with("actor", grace);

    sink.store(before, asMember, removal, after, own);

    assertThat(sink.ids(grace, "/v1/audit")).containsExactly(asMember.id(), removal.id(), own.id());
    assertThat(sink.ids(ada, "/v1/audit")).hasSize(5);
    assertThat(sink.ids("mallory", "/v1/audit?owner=" + ada)).isEmpty();
    assertThat(sink.ids("root", "/v1/audit?owner=" + ada)).hasSize(5);
  }

  /** The attribute of the user %41... is =2541...: as it is, it could also mean the user A... */
  @Test
  void a_user_whose_id_has_a_percent_sign_has_a_trail_of_their_own() {
    Event percent = Event.of("=2541" + ada, task, List.of(), "{}");
    Event literal = Event.of("A" + ada, task, List.of(), "{}");

    sink.store(percent, literal);

    assertThat(sink.ids("%41" + ada, "/v1/audit")).containsExactly(percent.id());
    assertThat(sink.ids("A" + ada, "/v1/audit")).containsExactly(literal.id());
    assertThat(sink.json("%41" + ada, "/v1/audit").at("/items/0/owner").asString())
        .isEqualTo("%41" + ada);
  }

  @Test
  void pages_follow_each_other_without_gap_or_repetition() {
    var all = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      Event event = Event.of(ada, task).with("time", "2026-03-01T08:00:00Z");
      sink.store(event);
      all.add(event.id());
    }

    var read = new ArrayList<String>();
    String path = "/v1/audit?limit=3";
    for (String next = path; next != null; ) {
      JsonNode page = sink.json(ada, next);
      page.required("items").forEach(item -> read.add(item.required("eventId").asString()));
      JsonNode cursor = page.required("nextCursor");
      next = cursor.isNull() ? null : path + "&cursor=" + cursor.asString();
    }

    assertThat(read).isEqualTo(all);
  }

  @Test
  void a_cursor_is_valid_only_for_its_user_and_filters() {
    sink.store(Event.of(ada, task), Event.of(ada, task));
    String cursor = sink.json(ada, "/v1/audit?limit=1").required("nextCursor").asString();

    assertThat(status(ada, "/v1/audit?cursor=" + cursor)).isEqualTo(200);
    assertThat(status(grace, "/v1/audit?cursor=" + cursor)).isEqualTo(400);
    assertThat(status(ada, "/v1/audit?actor=ada&cursor=" + cursor)).isEqualTo(400);
    assertThat(status(ada, "/v1/audit?cursor=-1")).isEqualTo(400);
    assertThat(status(ada, "/v1/audit?cursor=" + "A".repeat(40))).isEqualTo(400);
  }

  @Test
  void a_cursor_that_was_forged_to_an_impossible_position_is_refused() {
    String filters =
        new TrailQuery(ada, null, TrailQuery.MIN_TIME, TrailQuery.MAX_TIME, null, null, null)
            .toString();
    var cursor = new PageCursor(ada, filters);
    ByteBuffer before = ByteBuffer.allocate(17).putLong(Long.MIN_VALUE).putLong(1).put((byte) 'a');
    ByteBuffer after = ByteBuffer.allocate(17).putLong(Long.MAX_VALUE).putLong(1).put((byte) 'a');
    ByteBuffer nul = ByteBuffer.allocate(17).putLong(0).putLong(1).put((byte) 0);
    ByteBuffer possible = ByteBuffer.allocate(17).putLong(0).putLong(1).put((byte) 'a');

    for (ByteBuffer forged : List.of(before, after, nul)) {
      assertThat(status(ada, "/v1/audit?cursor=" + cursor.write(forged.array()))).isEqualTo(400);
    }
    assertThat(status(ada, "/v1/audit?cursor=" + cursor.write(possible.array()))).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/audit?from=yesterday, /from",
    "/v1/audit?to=2026-03-01, /to",
    "/v1/audit?limit=0, /limit",
    "/v1/audit?limit=501, /limit",
    "/v1/audit?type=%00, /type",
    "/v1/audit?type=, /type",
    "/v1/audit?type=task.made, /type",
    "/v1/audit?type=dev.perennial.task.created.v2, /type",
    "/v1/audit?type=TASK_CREATED, /type",
    "/v1/audit?taskId=inbox, /taskId",
    "/v1/audit?taskId=1-1-1-1-1, /taskId",
    "/v1/tasks/00000000-0000-4000-8000-000000000000/history?type=created, /type",
    "/v1/audit?actor=a%00, /actor",
    "/v1/audit?owner=%00a, /owner",
    "/v1/audit?taskId=%00, /taskId",
    "/v1/audit/verify?owner=%00, /owner",
    "/v1/tasks/42/history, /id",
    "/v1/audit/verify?to=0, /to"
  })
  void an_invalid_parameter_is_named(String path, String pointer) {
    HttpResponse<String> response = sink.get(ada, path);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(EventJson.MAPPER.readTree(response.body()).at("/errors/0/pointer").asString())
        .isEqualTo(pointer);
  }

  @Test
  void an_unknown_type_gets_all_types() {
    HttpResponse<String> response = sink.get(ada, "/v1/audit?type=task.made");

    assertThat(EventJson.MAPPER.readTree(response.body()).at("/errors/0/detail").asString())
        .startsWith("must be one of task.created, task.updated, ")
        .endsWith(", letters.restored");
  }

  @Test
  void every_operation_takes_the_described_query_parameters_and_no_others() {
    QueryContract.check(Sink.DOCUMENT, (_, path) -> sink.get("root", path));
  }

  @Test
  void head_returns_what_get_returns_without_a_body() {
    HeadContract.check(Sink.DOCUMENT, (method, path) -> sink.send(method, "root", path));
  }

  @Test
  void reading_needs_a_token_and_checkpoints_need_the_role_admin() {
    for (String path : List.of("/v1/audit", "/v1/audit/verify", "/v1/audit/keys")) {
      assertThat(sink.anyone(Map.of(), path).statusCode()).isEqualTo(401);
    }
    assertThat(sink.anyone(Map.of(), "/v1/tasks/" + task + "/history").statusCode()).isEqualTo(401);
    assertThat(sink.get(ada, "/v1/audit/checkpoints", "application/jsonl").statusCode())
        .isEqualTo(403);
    assertThat(sink.get(ada, "/v1/audit", "image/png").statusCode()).isEqualTo(406);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/jsonl", "application/x-ndjson"})
  void json_lines_have_everything_that_the_hash_covers(String type) {
    sink.store(Event.of(ada, task), Event.of(ada, task));

    HttpResponse<String> response = sink.get(ada, "/v1/audit", type);

    assertThat(response.headers().firstValue("Content-Type")).contains(type);
    assertThat(response.body().lines()).hasSize(2);
    JsonNode line = EventJson.MAPPER.readTree(response.body().lines().findFirst().orElseThrow());
    assertThat(line.propertyNames()).contains("payload", "keyId", "readers", "hash", "data");
  }

  @Test
  void csv_has_one_line_per_entry_and_no_formula() {
    String formula = "=" + ada;
    sink.store(Event.of(formula, task).with("time", "2026-03-01T08:00:00Z"));

    HttpResponse<String> response = sink.get(formula, "/v1/audit", "text/csv");

    String[] lines = response.body().split("\r\n");
    assertThat(lines).hasSize(2);
    assertThat(lines[0]).startsWith("time,number,owner,actor,type,");
    assertThat(lines[1]).startsWith("2026-03-01T08:00:00Z,1,'" + formula + ",'" + formula);
    assertThat(lines[1]).contains("\"{\"\"task\"\"");
  }

  @Test
  void an_export_longer_than_a_page_is_complete_and_in_order() {
    Sink.storeAt(Instant.now(), ada, 1_100);

    assertThat(streamedNumbers("/v1/audit"))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 1_100).boxed().toList());
    assertThat(streamedNumbers("/v1/audit?limit=500")).hasSize(500);
    assertThat(sink.get(ada, "/v1/audit", "text/csv").body().split("\r\n")).hasSize(1_101);
  }

  @Test
  void the_history_of_a_task_names_who_changed_what() {
    sink.store(Event.of(ada, task), Event.of(ada, UUID.randomUUID()));

    JsonNode items = sink.json(ada, "/v1/tasks/" + task + "/history").required("items");

    assertThat(items).hasSize(1);
    assertThat(items.at("/0/sentence").asString())
        .isEqualTo(ada + " changed the task “Moss”: title from “Ferns” to “Moss”.");
    assertThat(items.at("/0/changes/title/to").asString()).isEqualTo("Moss");
    assertThat(sink.get(ada, "/v1/tasks/" + task + "/history", "text/csv").body())
        .contains("changed the task “Moss”: title from “Ferns” to “Moss”.");
    assertThat(sink.json("mallory", "/v1/tasks/" + task + "/history").required("items")).isEmpty();
  }

  @Test
  void a_reminder_is_in_the_history_of_each_of_its_tasks() {
    var other = UUID.randomUUID();
    var due = Event.reminderDue(ada, task, other);
    sink.store(due);

    for (UUID reminded : List.of(task, other)) {
      JsonNode items = sink.json(ada, "/v1/tasks/" + reminded + "/history").required("items");
      assertThat(items).hasSize(1);
      assertThat(items.at("/0/eventId").asString()).isEqualTo(due.id());
      assertThat(items.at("/0/sentence").asString()).isEqualTo("A reminder was due.");
    }
    assertThat(sink.ids(ada, "/v1/audit?taskId=" + other)).containsExactly(due.id());
  }

  @Test
  void the_openapi_document_has_every_path() {
    assertThat(Sink.DOCUMENT.responses())
        .contains(
            "GET /v1/audit 200",
            "GET /v1/audit/verify 200",
            "GET /v1/audit/keys 200",
            "GET /v1/audit/checkpoints 200",
            "GET /v1/tasks/{id}/history 200");
  }

  private List<Long> streamedNumbers(String path) {
    return sink.get(ada, path, "application/jsonl")
        .body()
        .lines()
        .map(line -> EventJson.MAPPER.readTree(line).required("number").asLong())
        .toList();
  }

  private int status(String user, String path) {
    return sink.get(user, path).statusCode();
  }
}
