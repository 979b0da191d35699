package dev.perennial.taskapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.OpenApiDocument.Operation;
import dev.perennial.events.EventJson;
import dev.perennial.taskapi.corpus.Corpus;
import dev.perennial.taskapi.corpus.NormalExport;
import dev.perennial.taskapi.corpus.SilentLoss;
import java.net.URLEncoder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 400 hostile inputs: no server error, nothing is lost silently, and an export comes out as it went
 * in.
 */
class CorpusIT {

  private static final String CALENDAR = "text/calendar";

  /** The fields for texts of requests that may have a single field. */
  private static final Map<String, List<String>> TEXTS =
      Map.of(
          "POST /v1/tasks", List.of("quick", "title"),
          "POST /v1/lists", List.of("name"),
          "PUT /v1/me", List.of("displayName", "email"));

  private static final String RECURRING =
      "{'title':'a','due':{'date':'2027-01-04'},'recurrence':{'frequency':'daily'}}";

  private final Api ada = somebodyInBerlin();

  static List<Corpus.Case> calendars() {
    return Corpus.calendars();
  }

  static List<Corpus.Case> lines() {
    return Corpus.lines();
  }

  static List<Corpus.Case> bodies() {
    return Corpus.bodies();
  }

  static List<Corpus.Case> all() {
    return Stream.of(calendars(), lines(), bodies()).flatMap(List::stream).toList();
  }

  @Test
  void there_are_100_inputs_made_by_hand_and_300_generated_ones() {
    var generated = all().stream().filter(input -> input.name().startsWith("seed ")).toList();

    assertThat(generated).hasSize(300);
    assertThat(all()).hasSize(400);
    assertThat(generated).extracting(Corpus.Case::text).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("calendars")
  void a_calendar_is_imported_or_reported_and_its_round_trip_is_stable(Corpus.Case calendar) {
    var report = importAs(ada, CALENDAR, calendar.text());

    assertThat(report.raw().statusCode()).as(report.raw().body()).isIn(200, 400);
    if (report.raw().statusCode() == 200) {
      var export = TransferIT.lines(TransferIT.export(ada));
      assertThat(SilentLoss.of(calendar.text(), report.at(""), export)).isEmpty();
    }
    assertRoundTripsAreStable();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void a_line_is_a_task_with_every_word_or_an_error(Corpus.Case line) {
    var answer = ada.post("/v1/tasks", quick(line.text()));

    assertThat(answer.raw().statusCode()).as(answer.raw().body()).isIn(201, 400);
    if (answer.raw().statusCode() == 201) {
      var understood = answer.at("/understood").valueStream().map(each -> each.path("text"));
      var kept =
          Stream.concat(Stream.of(answer.at("/title")), understood)
              .flatMap(text -> words(text.asString()))
              .toList();
      assertThat(kept).containsExactlyInAnyOrderElementsOf(words(line.text()).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void a_body_is_a_task_with_every_field_or_an_error(Corpus.Case body) {
    var answer = ada.sendAnything("POST", "/v1/tasks", body.text());

    assertThat(answer.raw().statusCode()).as(answer.raw().body()).isIn(201, 400);
    if (answer.raw().statusCode() == 201) {
      assertThat(LostFields.of(EventJson.MAPPER.readTree(body.text()), answer.at(""))).isEmpty();
      var line = body.text().replaceFirst("\\{", "{\"kind\":\"task\",\"id\":\"1\",");
      var report = importAs(somebodyInBerlin(), TransferIT.LINES, line).expect(200);
      assertThat(report.at("/imported").asInt()).as(report.raw().body()).isEqualTo(1);
    }
  }

  @Test
  void all_tasks_of_lines_and_bodies_survive_an_export_and_an_import() {
    lines().forEach(line -> ada.post("/v1/tasks", quick(line.text())));
    bodies().forEach(body -> ada.sendAnything("POST", "/v1/tasks", body.text()));

    assertThat(TransferIT.lines(TransferIT.export(ada))).hasSizeGreaterThan(100);
    assertRoundTripsAreStable();
  }

  @ParameterizedTest
  @MethodSource("all")
  void no_operation_fails_by_it(Corpus.Case input) {
    var list = ada.post("/v1/lists", "{'name':'Garden'}").expect(201).text("/id");
    var task = ada.post("/v1/lists/" + list + "/tasks", RECURRING).expect(201);

    for (var operation : operations()) {
      var path = path(operation, list, task);
      assertNoFault(operation, path, input.text());
      for (var field : TEXTS.getOrDefault(operation.method() + " " + path, List.of())) {
        assertNoFault(operation, path, object(field, input.text()));
      }
      if (operation.method().equals("GET")) {
        assertNoFault(operation, operation.template().replaceAll("\\{\\w+}", encoded(input)), "");
        operation
            .queryParameters()
            .forEach(
                name -> assertNoFault(operation, path + "?" + name + "=" + encoded(input), ""));
      }
    }
  }

  /** Deletions last, that of a part before that of the whole. */
  private static List<Operation> operations() {
    return Api.DOCUMENT.operations().stream()
        .sorted(
            Comparator.comparing((Operation each) -> each.method().equals("DELETE"))
                .thenComparing(
                    each -> each.method().equals("DELETE") ? -each.template().length() : 0))
        .toList();
  }

  private static String path(Operation operation, String list, Api.Response task) {
    var id = operation.template().contains("series") ? "/seriesId" : "/id";
    return operation
        .template()
        .replace("{listId}", list)
        .replace("{id}", task.text(id))
        .replace("{taskId}", task.text("/id"))
        .replace("{token}", task.text("/id"))
        .replace("{userId}", "grace");
  }

  private void assertNoFault(Operation operation, String path, String body) {
    var type = path.startsWith("/v1/import") ? TransferIT.LINES : "application/json";
    var answer = ada.with("Content-Type", type).send(operation.method(), path, body);

    assertThat(answer.raw().statusCode())
        .as("%s %s with %s: %s", operation.method(), path, body, answer.raw().body())
        .isLessThan(500);
  }

  private void assertRoundTripsAreStable() {
    assertIsStable(TransferIT.LINES);
    assertIsStable(CALENDAR);
  }

  private void assertIsStable(String type) {
    var export = TransferIT.export(ada, type);

    var same = TransferIT.bringIn(ada, type, export);
    assertThat(same.at("/imported").asInt()).as(same.raw().body()).isZero();
    assertThat(same.at("/failed").asInt()).as(same.raw().body()).isZero();
    assertThat(TransferIT.export(ada, type)).isEqualTo(export);

    var bob = Api.asSomebodyNew();
    var report = TransferIT.bringIn(bob, type, export);
    assertThat(report.at("/failed").asInt()).as(report.raw().body()).isZero();
    assertThat(report.at("/items").valueStream().filter(item -> item.has("without"))).isEmpty();
    assertThat(NormalExport.ofJson(TransferIT.export(bob)))
        .isEqualTo(NormalExport.ofJson(TransferIT.export(ada)));
    assertThat(NormalExport.ofCalendar(TransferIT.export(bob, CALENDAR)))
        .isEqualTo(NormalExport.ofCalendar(TransferIT.export(ada, CALENDAR)));
  }

  private static Api somebodyInBerlin() {
    var somebody = Api.asSomebodyNew();
    somebody.put("/v1/me", "{'zone':'Europe/Berlin'}").expect(200);
    return somebody;
  }

  private static Api.Response importAs(Api somebody, String type, String body) {
    return Api.as(somebody.user).with("Content-Type", type).send("POST", "/v1/import", body);
  }

  private static String quick(String line) {
    return object("quick", line).replace("'", "\\u0027");
  }

  private static String object(String field, String text) {
    return EventJson.MAPPER.writeValueAsString(
        EventJson.MAPPER.createObjectNode().put(field, text));
  }

  private static String encoded(Corpus.Case input) {
    var text = input.text();
    var start =
        text.substring(
            0, text.offsetByCodePoints(0, Math.min(100, text.codePointCount(0, text.length()))));
    return start.isEmpty() ? "%20" : URLEncoder.encode(start, UTF_8).replace("+", "%20");
  }

  /** Without characters that nobody sees. */
  private static Stream<String> words(String text) {
    return Stream.of(text.replaceAll("\\p{Cf}", "").split("[\\s\\p{Z}]+"))
        .filter(word -> !word.isEmpty());
  }
}
