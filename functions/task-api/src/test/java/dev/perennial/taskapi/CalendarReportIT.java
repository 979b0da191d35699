package dev.perennial.taskapi;

import static dev.perennial.taskapi.CalendarImportIT.bringIn;
import static dev.perennial.taskapi.CalendarImportIT.pointers;
import static dev.perennial.taskapi.CalendarImportIT.todo;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What an import leaves out of a task, or changes, is in the report of the import. */
class CalendarReportIT {

  private final Api ada = Api.asSomebodyNew();

  @BeforeEach
  void live_in_berlin() {
    ada.put("/v1/me", "{'zone':'Europe/Berlin'}").expect(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "DUE:20270104T090000|DURATION:PT5H ! /DURATION",
        "DURATION:PT5H ! /DURATION",
        "DUE;VALUE=DATE:20270104T090000 ! /DUE",
        "RRULE:FREQ=DAILY|EXDATE;VALUE=DATE:20270105 ! /EXDATE",
        "DTSTART:20270104T090000|DUE:20270105T090000|RRULE:FREQ=HOURLY ! /RRULE /DTSTART",
        "DUE:20270104T090000|RRULE:FREQ=HOURLY|EXDATE:20270105T090000 ! /RRULE /EXDATE",
        "STATUS:CANCELLED|COMPLETED:20260105T090000Z|PERCENT-COMPLETE:50"
            + " ! /COMPLETED /PERCENT-COMPLETE",
        "STATUS:DRAFT|COMPLETED:20260105T090000Z ! /STATUS",
        "STATUS:COMPLETED|COMPLETED:21270104T090000Z ! /completedAt",
        "CREATED:21270104T090000Z ! /createdAt",
        "CREATED:20250104T090000Z|X-PERENNIAL-CREATED-AT:then ! /X-PERENNIAL-CREATED-AT",
        "DUE;VALUE=DATE:20270104|X-PERENNIAL-ZONE:Mars/Olympus ! /X-PERENNIAL-ZONE",
        "X-PERENNIAL-MOOD:good ! /X-PERENNIAL-MOOD",
        "X-PERENNIAL-ASSIGNEE:nobody ! /assignee",
        "DUE:20270104T090000|BEGIN:VALARM|PROXIMITY:ARRIVE|TRIGGER:PT0S|END:VALARM ! /PROXIMITY",
        "DUE:20270104T090000|BEGIN:VALARM|ATTENDEE:mailto:a@b|TRIGGER:PT0S|END:VALARM ! /ATTENDEE",
      })
  void what_is_left_out_or_changed_is_named(String lines, String expected) {
    var report = bringIn(ada, todo(lines.replace("|", "\n")));

    assertThat(report.at("/imported").asInt()).as(report.raw().body()).isEqualTo(1);
    assertThat(pointers(report.at("/items/0"))).containsExactly(expected.split(" "));
  }

  @Test
  void an_assignee_who_is_no_member_is_named_also_in_json() {
    var task = "{\"kind\":\"task\",\"id\":\"1\",\"title\":\"a\",\"assignee\":\"nobody\"}\n";

    var report = TransferIT.bringIn(ada, task);

    assertThat(pointers(report.at("/items/0"))).containsExactly("/assignee");
  }

  @Test
  void a_reminder_with_two_errors_leaves_the_next_one() {
    var report =
        bringIn(
            ada,
            todo(
                """
                DUE:20270104T090000
                X-PERENNIAL-REMINDERS:[{"before":"soon","zone":"Mars"},{"before":"PT1H"}]
                X-PERENNIAL-TRIGGERS:
                """));

    assertThat(pointers(report.at("/items/0")))
        .contains("/reminders/0/before", "/reminders/0/zone")
        .allMatch(pointer -> pointer.startsWith("/reminders/0/"));
    assertThat(ada.get("/v1/tasks").at("/items/0/reminders").toString())
        .isEqualTo("[{\"before\":\"PT1H\"}]");
  }

  @Test
  void calendars_in_one_file_have_lists_of_their_own() {
    var calendars =
        calendar("X-WR-CALNAME:Garden\n", "1")
            + calendar("X-WR-CALNAME:House\n", "2")
            + calendar("", "3");

    var report = bringIn(ada, calendars);

    assertThat(report.at("/items").valueStream().filter(item -> item.has("without"))).isEmpty();
    assertThat(lists()).containsExactly("Inbox", "Garden", "House");
    assertThat(listOf("3")).isEqualTo("Inbox");
    assertThat(listOf("2")).isEqualTo("House");
  }

  private List<String> lists() {
    return ada.get("/v1/lists")
        .at("/items")
        .valueStream()
        .map(list -> list.path("name").asString())
        .toList();
  }

  private String listOf(String title) {
    var task = only(ada.get("/v1/tasks").at("/items"), "title", title);
    return only(ada.get("/v1/lists").at("/items"), "id", task.path("listId").asString())
        .path("name")
        .asString();
  }

  private static JsonNode only(JsonNode items, String name, String value) {
    return items
        .valueStream()
        .filter(item -> item.path(name).asString().equals(value))
        .findFirst()
        .orElseThrow();
  }

  private static String calendar(String property, String uid) {
    return "BEGIN:VCALENDAR\n%sBEGIN:VTODO\nUID:%s\nSUMMARY:%s\nEND:VTODO\nEND:VCALENDAR\n"
        .formatted(property, uid, uid);
  }
}
