package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What calendars of other programs mean, up to the next occurrence and the export. */
class CalendarImportIT {

  private static final String CALENDAR = "text/calendar";

  private final Api ada = Api.asSomebodyNew();
  private final Api bob = Api.asSomebodyNew();

  @BeforeEach
  void live_in_berlin() {
    for (var somebody : List.of(ada, bob)) {
      somebody.send("PUT", "/v1/me", "{\"zone\":\"Europe/Berlin\"}").expect(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DUE;VALUE=DATE:20270104|RRULE:FREQ=DAILY|EXDATE;VALUE=DATE:20270105, 2027-01-06",
    "DUE;VALUE=DATE:20270104|RRULE:FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=0, 2027-01-05",
    "DTSTART;VALUE=DATE:20270105|DUE;VALUE=DATE:20270107|RRULE:FREQ=WEEKLY;BYDAY=TU, 2027-01-14",
    "DTSTART;VALUE=DATE:20270130|DUE;VALUE=DATE:20270202|RRULE:FREQ=MONTHLY, 2027-04-02",
    "DTSTART;VALUE=DATE:20270104|DUE;VALUE=DATE:20270106|RRULE:FREQ=MONTHLY;BYDAY=1MO, 2027-02-03",
    "DTSTART:20270104T090000|DUE:20270105T170000|RRULE:FREQ=WEEKLY, 2027-01-12",
    "DTSTART;VALUE=DATE:20270104|DURATION:P2D|RRULE:FREQ=WEEKLY, 2027-01-13",
  })
  void the_next_occurrence_is_due_by_the_rule_of_the_calendar(String lines, String next) {
    var id = bringIn(ada, todo(lines.replace("|", "\n"))).text("/items/0/id");

    assertThat(complete(ada, id).text("/next/due/date")).isEqualTo(next);

    ada.with("X-Happened-At", null);
    // The same after an export and an import, with our extension properties and without.
    ada.post("/v1/tasks/" + id + "/reopen", "").expect(200);
    var export = export(ada);
    var copy = bringIn(bob, export);
    assertThat(complete(bob, taskIn(copy).path("id").asString()).text("/next/due/date"))
        .isEqualTo(next);
    var eve = Api.asSomebodyNew();
    var plain = bringIn(eve, export.replaceAll("X-PERENNIAL-[^\r]*\r\n([ \t][^\r]*\r\n)*", ""));
    assertThat(complete(eve, taskIn(plain).path("id").asString()).text("/next/due/date"))
        .isEqualTo(next);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_changed_occurrence_is_changed_and_the_next_one_is_not(boolean comesFirst) {
    var series = todo("DUE;VALUE=DATE:20270104\nRRULE:FREQ=WEEKLY");
    var change =
        todo("RECURRENCE-ID;VALUE=DATE:20270104\nDUE;VALUE=DATE:20270105")
            .replace("SUMMARY:x", "SUMMARY:y");

    var report = bringIn(ada, comesFirst ? change + series : series + change);

    assertThat(TransferIT.outcomes(report)).hasSize(1).allMatch(item -> item.contains("created"));
    var task = ada.get("/v1/tasks").at("/items/0");
    assertThat(task.path("title").asString()).isEqualTo("y");
    assertThat(task.at("/due/date").asString()).isEqualTo("2027-01-05");
    var next = NextOccurrences.completeAndMake(ada, "/v1/tasks/" + task.path("id").asString());
    assertThat(ada.get(next).text("/title")).isEqualTo("x");
    assertThat(ada.get(next).text("/due/date")).isEqualTo("2027-01-11");
  }

  @Test
  void a_changed_occurrence_survives_an_export_and_an_import() {
    var series = todo("DUE;VALUE=DATE:20270104\nRRULE:FREQ=WEEKLY");
    var change =
        todo("RECURRENCE-ID;VALUE=DATE:20270104\nDUE:20270105T120000")
            .replace("SUMMARY:x", "SUMMARY:y");
    bringIn(ada, series + change);

    bringIn(bob, export(ada));

    assertThat(TransferIT.comparable(TransferIT.export(bob)))
        .isEqualTo(TransferIT.comparable(TransferIT.export(ada)));
  }

  @Test
  void properties_that_were_left_out_are_in_the_report() {
    var report =
        bringIn(
            ada,
            todo("RELATED-TO:2\nRDATE:20270110\nno property\nDUE:soon")
                + todo("PRIORITY:1").replace("UID:1", "UID:2"));

    assertThat(report.at("/imported").asInt()).isEqualTo(2);
    assertThat(pointers(report.at("/items/0")))
        .containsExactly("", "/DUE", "/RELATED-TO", "/RDATE");
    assertThat(report.at("/items/1").has("without")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "DUE;VALUE=DATE:18500101, /due/date",
    "BEGIN:VALARM|TRIGGER:-P400D|END:VALARM, /reminders/0/before",
    "X-PERENNIAL-RECURRENCE:{\"frequency\":\"sometimes\"}|STATUS:COMPLETED, /recurrence/frequency",
    "X-PERENNIAL-PREVIOUS: , /previous",
  })
  void a_field_that_is_not_valid_is_left_out(String lines, String pointer) {
    var report = bringIn(ada, todo(lines.replace("|", "\n")));

    assertThat(report.at("/imported").asInt()).as(report.at("").toString()).isEqualTo(1);
    assertThat(pointers(report.at("/items/0"))).contains(pointer);
  }

  @Test
  void a_task_without_its_list_or_a_usable_uid_is_created() {
    var report =
        bringIn(
            ada,
            todo("PRIORITY:1").replace("UID:1", "UID:" + "u".repeat(256))
                + todo("X-PERENNIAL-LIST-ID:4f6f2c0e-0000-4000-8000-000000000000"));

    assertThat(report.at("/imported").asInt()).as(report.at("").toString()).isEqualTo(2);
    assertThat(pointers(report.at("/items/0"))).containsExactly("/UID");
    assertThat(pointers(report.at("/items/1"))).containsExactly("/listId");
  }

  @Test
  void a_calendar_with_a_long_name_is_a_list() {
    var report = bringIn(ada, "X-WR-CALNAME:" + "n".repeat(400) + "\n" + todo("PRIORITY:1"));

    assertThat(report.at("/failed").asInt()).as(report.at("").toString()).isZero();
    assertThat(report.at("/imported").asInt()).isEqualTo(2);
  }

  @Test
  void a_title_that_is_too_long_is_cut() {
    var report =
        bringIn(ada, todo("PRIORITY:1").replace("SUMMARY:x", "SUMMARY:" + "x".repeat(501)));

    assertThat(pointers(report.at("/items/0"))).containsExactly("/SUMMARY");
    assertThat(ada.get("/v1/tasks").text("/items/0/title")).hasSize(500);
  }

  @ParameterizedTest
  @ValueSource(strings = {CALENDAR, TransferIT.LINES})
  void two_different_items_with_one_id_are_not_unchanged(String type) {
    var one =
        type.equals(CALENDAR)
            ? todo("PRIORITY:1")
            : "{\"kind\":\"task\",\"id\":\"1\",\"title\":\"x\"}\n";
    var other = one.replace("SUMMARY:x", "SUMMARY:y").replace("\"x\"", "\"y\"");

    var report =
        type.equals(CALENDAR)
            ? bringIn(ada, one + one + other)
            : TransferIT.bringIn(ada, type, one + one + other);

    assertThat(TransferIT.outcomes(report).stream().map(item -> item.split(" ", 2)[1]))
        .containsExactly("created -", "unchanged -", "failed /id");
  }

  @Test
  void a_later_import_reports_the_fields_in_which_the_existing_task_differs() {
    bringIn(ada, todo("DUE;VALUE=DATE:20270104"));

    var same = bringIn(ada, todo("DUE;VALUE=DATE:20270104"));
    var other = bringIn(ada, todo("DUE;VALUE=DATE:20270105").replace("SUMMARY:x", "SUMMARY:y"));

    assertThat(same.at("/items/0").has("without")).isFalse();
    assertThat(other.text("/items/0/outcome")).isEqualTo("unchanged");
    assertThat(pointers(other.at("/items/0"))).containsExactly("/title", "/due");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\\rb", "a\\fb", "a\\u001db", "a\\r\\nb", "a\\u000bb\\u007f", "a\\u2028b"})
  void texts_with_control_characters_survive_an_export_and_an_import(String text) {
    var list = ada.post("/v1/lists", "{'name':'" + text + "'}").expect(201).text("/id");
    ada.create(
        "{'title':'%1$s','description':'%1$s','tags':['%1$s','t'],'listId':'%2$s'}"
            .formatted(text, list));

    bringIn(bob, export(ada));

    assertThat(TransferIT.comparable(TransferIT.export(bob)))
        .isEqualTo(TransferIT.comparable(TransferIT.export(ada)));
  }

  @Test
  void reminders_of_all_day_tasks_are_exported_from_midnight() {
    ada.create("{'title':'a','due':{'date':'2027-01-05'},'reminders':[{'before':'P1D'}]}");

    assertThat(export(ada)).contains("TRIGGER;RELATED=END:-PT15H\r\n");

    ada.send("PUT", "/v1/me", "{\"zone\":\"Europe/Berlin\",\"allDayTime\":\"08:00\"}").expect(200);
    assertThat(export(ada)).contains("TRIGGER;RELATED=END:-PT16H\r\n");
  }

  @Test
  void a_reminder_without_a_zone_is_exported_in_the_zone_of_the_user() {
    ada.create("{'title':'a','reminders':[{'at':'2027-01-04T09:00'}]}");

    assertThat(export(ada)).contains("TRIGGER;VALUE=DATE-TIME:20270104T080000Z\r\n");
  }

  @Test
  void exceptions_are_exported() {
    ada.create(
        "{'title':'a','due':{'date':'2027-01-05','time':'09:00','zone':'Europe/Berlin'},"
            + "'recurrence':{'frequency':'daily','except':['2027-01-07','2027-01-06']}}");

    assertThat(export(ada))
        .contains("EXDATE;TZID=\"Europe/Berlin\":20270106T090000,20270107T090000\r\n");
  }

  private static Api.Response complete(Api api, String id) {
    return api.with("X-Happened-At", "2026-11-01T08:00:00Z")
        .post("/v1/tasks/" + id + "/complete", "")
        .expect(200);
  }

  private static JsonNode taskIn(Api.Response report) {
    return report
        .at("/items")
        .valueStream()
        .filter(item -> item.path("kind").asString().equals("task"))
        .findFirst()
        .orElseThrow();
  }

  static List<String> pointers(JsonNode item) {
    return item.path("without")
        .valueStream()
        .map(entry -> entry.path("pointer").asString())
        .toList();
  }

  static String todo(String lines) {
    return "BEGIN:VTODO\nUID:1\nSUMMARY:x\n" + lines.strip() + "\nEND:VTODO\n";
  }

  private static String export(Api of) {
    return TransferIT.export(of, CALENDAR);
  }

  static Api.Response bringIn(Api to, String calendar) {
    var whole =
        calendar.startsWith("BEGIN:VCALENDAR")
            ? calendar
            : "BEGIN:VCALENDAR\nVERSION:2.0\n" + calendar + "END:VCALENDAR\n";
    return TransferIT.bringIn(to, CALENDAR, whole);
  }
}
