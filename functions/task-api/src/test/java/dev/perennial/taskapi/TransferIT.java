package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Export and import as JSON Lines. */
class TransferIT {

  static final String LINES = "application/x-ndjson";

  private final Api ada = Api.asSomebodyNew();
  private final Api bob = Api.asSomebodyNew();

  @Test
  void an_export_has_everything_the_user_sees_and_nothing_else() {
    var garden = ada.post("/v1/lists", "{'name':'Garden'}").expect(201).text("/id");
    var inGarden = ada.create("{'title':'Weed','listId':'" + garden + "'}");
    ada.post("/v1/lists", "{'name':'Empty'}").expect(201);
    var done = ada.create("{'title':'Done'}");
    ada.post(done + "/complete", "").expect(200);
    ada.delete(ada.create("{'title':'Deleted'}")).expect(204);
    bob.create("{'title':'Not hers'}");
    var shared = bob.post("/v1/lists", "{'name':'Shared'}").expect(201).text("/id");
    bob.share("/v1/lists/" + shared, ada, "viewer");
    bob.create("{'title':'Theirs','listId':'" + shared + "'}");

    var lines = lines(export(ada));

    assertThat(lines.getFirst().path("kind").asString()).isEqualTo("profile");
    assertThat(lines.getFirst().path("userId").asString()).isEqualTo(ada.user);
    assertThat(names(lines, "list", "name")).containsExactly("Inbox", "Garden", "Empty", "Shared");
    assertThat(names(lines, "task", "title")).containsExactly("Weed", "Done", "Theirs");
    assertThat(lines)
        .anySatisfy(
            line -> {
              var api = ada.task(inGarden);
              api.properties()
                  .forEach(
                      field -> assertThat(line.get(field.getKey())).isEqualTo(field.getValue()));
            });
  }

  @Test
  void an_export_is_the_same_in_another_account_but_for_ids() {
    fill(ada);

    var report = bringIn(bob, export(ada));

    assertThat(report.at("/failed").asInt()).as(report.at("").toString()).isZero();
    assertThat(comparable(export(bob))).isEqualTo(comparable(export(ada)));
  }

  @ParameterizedTest
  @ValueSource(strings = {LINES, "application/jsonl", "text/calendar"})
  void lists_come_in_their_order_with_the_inbox_where_it_was(String type) {
    for (var name : List.of("Garden", "House", "Yard")) {
      ada.post("/v1/lists", "{'name':'" + name + "'}").expect(201);
    }
    var yard = ada.get("/v1/lists").text("/items/3/id");
    ada.patch("/v1/lists/" + yard, "{'position':0}").expect(200);
    ada.patch("/v1/lists/" + ada.get("/v1/lists").text("/items/2/id"), "{'position':1}");
    assertThat(lists(ada)).containsExactly("Yard", "Garden", "Inbox", "House");

    bringIn(bob, type, export(ada, type));

    assertThat(lists(bob)).isEqualTo(lists(ada));
  }

  @Test
  void an_import_does_not_change_an_existing_order_of_lists() {
    var garden = ada.post("/v1/lists", "{'name':'Garden'}").expect(201).text("/id");
    ada.patch("/v1/lists/" + garden, "{'position':0}").expect(200);
    var export = export(ada);
    bob.post("/v1/lists", "{'name':'House'}").expect(201);

    bringIn(bob, export);
    assertThat(lists(bob)).containsExactly("Inbox", "House", "Garden");

    ada.patch("/v1/lists/" + garden, "{'position':1}").expect(200);
    bringIn(ada, export);
    assertThat(lists(ada)).containsExactly("Inbox", "Garden");
  }

  @Test
  void importing_one_s_own_export_finds_the_existing_items() {
    fill(ada);
    var export = export(ada);

    var report = bringIn(ada, export);

    assertThat(report.at("/imported").asInt()).isZero();
    assertThat(report.at("/failed").asInt()).isZero();
    assertThat(report.at("/unchanged").asInt()).isEqualTo(lines(export).size());
    assertThat(export(ada)).isEqualTo(export);
  }

  @Test
  void concurrent_identical_imports_create_nothing_twice() {
    fill(ada);
    var export = export(ada);

    var reports =
        IntStream.range(0, 4)
            .mapToObj(_ -> CompletableFuture.supplyAsync(() -> bringIn(bob, export)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
    var once = export(bob);
    var again = bringIn(bob, export);

    assertThat(reports).allSatisfy(report -> assertThat(report.at("/failed").asInt()).isZero());
    assertThat(again.at("/imported").asInt()).isZero();
    assertThat(export(bob)).isEqualTo(once);
    assertThat(comparable(once)).isEqualTo(comparable(export));
  }

  @Test
  void an_import_with_a_server_error_can_be_retried_with_its_key() {
    var body =
        """
        {"kind":"list","id":"1","name":"Garden"}
        {"kind":"task","id":"2","title":"Weed","listId":"1"}
        """;
    var importing =
        Api.as(bob.user).with("Content-Type", LINES).with("Idempotency-Key", "this-import");

    try (var fault = Fault.of(bob.user, "NEW.attributes ->> 'type' LIKE '%task.created%'")) {
      var report = importing.send("POST", "/v1/import", body).expect(200);
      assertThat(outcomes(report)).containsExactly("1 created -", "2 failed ");
    }
    var rest = importing.send("POST", "/v1/import", body).expect(200);
    var again = importing.send("POST", "/v1/import", body).expect(200);

    assertThat(outcomes(rest)).containsExactly("1 unchanged -", "2 created -");
    assertThat(rest.raw().headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertThat(again.raw().body()).isEqualTo(rest.raw().body());
  }

  @Test
  void an_imported_series_continues_where_it_was() {
    var task =
        ada.create(
            "{'title':'Rent','due':{'date':'2026-01-31'},'recurrence':{'frequency':'monthly','missed':'keep'}}");
    ada.post(task + "/complete", "").expect(200);
    NextOccurrences.after(ada, task);

    var report = bringIn(bob, export(ada));
    var february = "/v1/tasks/" + report.text("/items/3/id");
    var next = bob.post(february + "/complete", "").expect(200);

    assertThat(next.text("/task/occurrence")).isEqualTo("2026-02-28");
    assertThat(next.text("/next/occurrence")).isEqualTo("2026-03-31");
  }

  @Test
  void reopening_finds_the_next_occurrence() {
    var task =
        ada.create(
            "{'title':'Water','due':{'date':'2026-01-31'},'recurrence':{'frequency':'daily'}}");
    ada.post(task + "/complete", "").expect(200);
    NextOccurrences.after(ada, task);

    var report = bringIn(bob, export(ada));
    var first = "/v1/tasks/" + report.text("/items/2/id");

    assertThat(bob.post(first + "/reopen", "").expect(409).text("/next/id"))
        .isEqualTo(report.text("/items/3/id"));
  }

  @Test
  void no_next_is_created_for_an_imported_closed_task() {
    var task =
        ada.create(
            "{'title':'Rent','due':{'date':'2026-01-31'},'recurrence':{'frequency':'monthly'}}");
    ada.post(task + "/complete", "").expect(200);

    var id = bringIn(bob, export(ada)).text("/items/2/id");

    assertThat(Events.about(id))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo("task.created");
              assertThat(event.payload().at("/task/status").asString()).isEqualTo("completed");
            });
  }

  @Test
  void pages_hold_everything_once_while_others_are_created() {
    var lines =
        IntStream.range(0, 450)
            .mapToObj(i -> "{\"kind\":\"task\",\"id\":\"%d\",\"title\":\"T%d\"}\n".formatted(i, i))
            .toList();
    bringIn(ada, String.join("", lines));
    var writing =
        CompletableFuture.runAsync(
            () -> IntStream.range(0, 20).forEach(_ -> ada.create("{'title':'New'}")));

    var titles = names(lines(export(ada)), "task", "title");
    writing.join();

    assertThat(titles.stream().filter(title -> title.startsWith("T")))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 450).mapToObj(i -> "T" + i).toList());
  }

  @Test
  void an_item_without_an_id_is_identified_by_its_content() {
    var line = "{\"kind\":\"task\",\"title\":\"a\"}\n";

    var report = bringIn(bob, line + line + line.replace("a\"", "b\""));

    assertThat(report.at("/imported").asInt()).isEqualTo(2);
    assertThat(report.at("/unchanged").asInt()).isEqualTo(1);
    assertThat(bringIn(bob, line).at("/unchanged").asInt()).isEqualTo(1);
  }

  @Test
  void a_task_deleted_after_its_import_is_not_restored_by_importing_again() {
    var line = "{\"kind\":\"task\",\"id\":\"1\",\"title\":\"a\"}\n";
    bob.delete("/v1/tasks/" + bringIn(bob, line).text("/items/0/id")).expect(204);

    assertThat(bringIn(bob, line).text("/items/0/errors/0/pointer")).isEqualTo("/id");
  }

  @Test
  void a_deleted_task_is_restored_from_the_user_s_export() {
    fill(ada);
    var export = export(ada);
    var garden = ada.get("/v1/lists").text("/items/1/id");
    ada.delete("/v1/lists/" + garden).expect(204);

    var report = bringIn(ada, export);

    assertThat(report.at("/failed").asInt()).isZero();
    assertThat(report.at("/imported").asInt()).isEqualTo(2);
    assertThat(names(lines(export(ada)), "task", "title")).contains("All of it");
  }

  @Test
  void more_items_than_an_import_allows_are_a_bad_request() {
    var line = "{\"kind\":\"task\"}\n";

    Api.as(bob.user)
        .with("Content-Type", LINES)
        .send("POST", "/v1/import", line.repeat(10_001))
        .expect(400);
  }

  @Test
  void one_invalid_item_does_not_stop_the_others_and_is_reported_by_its_line() {
    var report =
        bringIn(
            bob,
            """
            {"kind":"task","id":"1","title":"Good"}
            {"kind":"task","id":"2"}

            not json
            {"kind":"task","id":"3","title":"Ünï","recurrence":{"frequency":"daily","interval":0}}
            {"kind":"dog","id":"4"}
            {"kind":"task","id":"5","title":"x","listId":"nowhere"}
            {"kind":"task","id":"6","title":"Good too"}
            """);

    assertThat(report.at("/imported").asInt()).isEqualTo(2);
    assertThat(report.at("/failed").asInt()).isEqualTo(5);
    assertThat(outcomes(report))
        .containsExactly(
            "1 created -",
            "2 failed /title",
            "4 failed ",
            "5 failed /recurrence/interval",
            "6 failed /kind",
            "7 failed /listId",
            "8 created -");
  }

  private static List<String> lists(Api of) {
    return of.get("/v1/lists")
        .at("/items")
        .valueStream()
        .map(list -> list.path("name").asString())
        .toList();
  }

  static String export(Api of) {
    return export(of, LINES);
  }

  static String export(Api of, String type) {
    return Api.as(of.user).with("Accept", type).get("/v1/export").expect(200).raw().body();
  }

  static Api.Response bringIn(Api to, String lines) {
    return bringIn(to, LINES, lines);
  }

  static Api.Response bringIn(Api to, String type, String body) {
    return Api.as(to.user).with("Content-Type", type).send("POST", "/v1/import", body).expect(200);
  }

  /** Line, outcome and pointer of the first error of each item. */
  static List<String> outcomes(Api.Response report) {
    return report
        .at("/items")
        .valueStream()
        .map(
            item ->
                "%d %s %s"
                    .formatted(
                        item.path("line").asInt(),
                        item.path("outcome").asString(),
                        item.at("/errors/0/pointer").asString("-")))
        .toList();
  }

  /** One of each kind of item. */
  static void fill(Api of) {
    of.send(
            "PUT",
            "/v1/me",
            "{\"displayName\":\"Ada\",\"zone\":\"Europe/Berlin\",\"defaultReminders\":[{\"before\":\"PT1H\"}]}")
        .expect(200);
    var list = of.post("/v1/lists", "{'name':'Häuser 🏡'}").expect(201).text("/id");
    of.create(
        "{'title':'All of it','description':'a\\n"
            + "\\tb, c; \\\\ \\u201ed\\u201c','priority':'high','tags':['a','b c'],'listId':'"
            + list
            + "','due':{'date':'2026-03-29','time':'02:30','zone':'Europe/Berlin'},"
            + "'reminders':[{'before':'PT15M'},{'before':'-P1D'},{'at':'2026-03-01T09:00','zone':'Asia/Tokyo'}],'assignee':'"
            + of.user
            + "'}");
    of.create("{'title':'No reminders','reminders':[]}");
    var done = of.create("{'title':'Done'}");
    of.with("X-Happened-At", "2025-05-05T05:05:05.123456Z")
        .post(done + "/complete", "")
        .expect(200);
    of.with("X-Happened-At", null);
    var skipped =
        of.create(
            "{'title':'Skipped','due':{'date':'2026-01-01'},'recurrence':{'frequency':'daily'}}");
    of.post(skipped + "/skip", "").expect(200);
    NextOccurrences.after(of, skipped);
    for (var rule : RULES) {
      of.create(
          "{'title':'Comes"
              + " back','due':{'date':'2026-01-31','time':'09:00','zone':'America/New_York'},'recurrence':"
              + rule
              + "}");
    }
    var one =
        of.create(
            "{'title':'Moved','due':{'date':'2026-01-31'},'recurrence':{'frequency':'weekly','end':{'after':5}}}");
    of.patch(one + "?scope=this", "{'title':'Only this','due':{'date':'2026-02-02'}}").expect(200);
    of.create("{'title':'Some day','recurrence':{'frequency':'weekly','basis':'completion'}}");
  }

  static final List<String> RULES =
      List.of(
          "{'frequency':'daily','interval':3,'missed':'keep'}",
          "{'frequency':'weekly','weekdays':['MO','FR'],'interval':2}",
          "{'frequency':'weekly','basis':'completion'}",
          "{'frequency':'monthly'}",
          "{'frequency':'monthly','monthEnd':'omit'}",
          "{'frequency':'monthly','monthDay':-1,'end':{'until':'2027-12-31'}}",
          "{'frequency':'monthly','monthDay':30}",
          "{'frequency':'monthly','nth':{'ordinal':-1,'weekday':'FR'}}",
          "{'frequency':'monthly','nth':{'ordinal':5,'weekday':'SA'},'end':{'after':7}}",
          "{'frequency':'yearly','interval':2}",
          "{'frequency':'custom','rrule':'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1'}",
          "{'frequency':'custom','rrule':'FREQ=MONTHLY;INTERVAL=2','monthEnd':'clamp'}");

  static List<JsonNode> lines(String export) {
    return export.lines().map(line -> (JsonNode) EventJson.MAPPER.readTree(line)).toList();
  }

  private static List<String> names(List<JsonNode> lines, String kind, String name) {
    return lines.stream()
        .filter(line -> line.path("kind").asString().equals(kind))
        .map(line -> line.path(name).asString())
        .toList();
  }

  /** With ids numbered by appearance, without fields that differ between accounts. */
  static List<JsonNode> comparable(String export) {
    Map<String, String> numbers = new HashMap<>();
    List<JsonNode> lines = new ArrayList<>();
    for (JsonNode line : lines(export)) {
      var object = (ObjectNode) line;
      object.remove(List.of("version", "updatedAt", "createdBy"));
      if (!object.path("kind").asString().equals("task")) {
        object.remove(List.of("createdAt"));
      }
      lines.add(EventJson.MAPPER.readTree(numbered(object.toString(), numbers)));
    }
    return lines;
  }

  private static String numbered(String json, Map<String, String> numbers) {
    return Pattern.compile("(user-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
        .matcher(json)
        .replaceAll(id -> numbers.computeIfAbsent(id.group(), _ -> "id-" + numbers.size()));
  }
}
