package dev.perennial.taskapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.validate.ValidationResult;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Export to iCalendar, and import from other calendars. */
class CalendarIT {

  private static final String CALENDAR = "text/calendar";

  private final Api ada = Api.asSomebodyNew();
  private final Api bob = Api.asSomebodyNew();

  @Test
  void an_export_is_the_same_in_another_account_but_for_ids() throws Exception {
    TransferIT.fill(ada);

    var report = bringIn(bob, export(ada));

    assertThat(report.at("/failed").asInt()).as(report.at("").toString()).isZero();
    assertThat(TransferIT.comparable(TransferIT.export(bob)))
        .isEqualTo(TransferIT.comparable(TransferIT.export(ada)));
  }

  @Test
  void both_export_formats_have_the_same_content() {
    TransferIT.fill(ada);

    var report = bringIn(ada, export(ada));

    assertThat(report.at("/imported").asInt()).isZero();
    assertThat(report.at("/failed").asInt()).isZero();
    assertThat(report.at("/unchanged").asInt())
        .isEqualTo(TransferIT.lines(TransferIT.export(ada)).size());
  }

  @Test
  void repeating_an_import_creates_nothing_twice() {
    TransferIT.fill(ada);
    var export = export(ada);

    bringIn(bob, export);
    var again = bringIn(bob, export);

    assertThat(again.at("/imported").asInt()).isZero();
    assertThat(again.at("/failed").asInt()).isZero();
  }

  @Test
  void an_export_is_valid_for_ical4j_also_if_there_is_nothing() throws Exception {
    TransferIT.fill(ada);

    assertThat(faults(export(ada))).isEmpty();
    assertThat(faults(export(bob))).isEmpty();
    assertThat(export(ada).lines()).allMatch(line -> line.getBytes(UTF_8).length <= 75);
  }

  @Test
  void a_rule_that_was_changed_elsewhere_is_the_one_that_counts() {
    ada.create(
        "{'title':'Rent','due':{'date':'2026-01-31'},'recurrence':{'frequency':'monthly','missed':'keep'}}");
    var changed =
        export(ada).replace("\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1", "\r\nRRULE:FREQ=WEEKLY");

    bringIn(bob, changed);

    var task = bob.get("/v1/tasks").at("/items/0");
    assertThat(task.at("/recurrence/frequency").asString()).isEqualTo("weekly");
    assertThat(task.at("/recurrence/missed").asString()).isEqualTo("skip");
  }

  @Test
  void a_todo_of_an_apple_kind() {
    var task =
        only(
            """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Example Inc.//Reminders 1//EN
            X-WR-CALNAME:Errands
            BEGIN:VTIMEZONE
            TZID:Europe/Berlin
            BEGIN:STANDARD
            DTSTART:19961027T030000
            TZOFFSETFROM:+0200
            TZOFFSETTO:+0100
            RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
            END:STANDARD
            END:VTIMEZONE
            BEGIN:VTODO
            UID:0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0
            DTSTAMP:20260101T080000Z
            CREATED:20251231T080000Z
            SUMMARY:Milk\\, bread\\; butter
            DESCRIPTION:Two lines\\nand a backslash \\\\ and a very long line that a pr
             oducer has folded in the midst of a w
            \tord
            DTSTART;TZID=Europe/Berlin:20260302T180000
            DUE;TZID=Europe/Berlin:20260302T180000
            RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH
            PRIORITY:1
            BEGIN:VALARM
            UID:1
            ACTION:DISPLAY
            TRIGGER:-PT30M
            DESCRIPTION:Reminder
            END:VALARM
            STATUS:NEEDS-ACTION
            END:VTODO
            END:VCALENDAR
            """);

    assertThat(task.path("title").asString()).isEqualTo("Milk, bread; butter");
    assertThat(task.path("description").asString())
        .isEqualTo(
            "Two lines\nand a backslash \\ and a very long line that a producer has folded in the"
                + " midst of a word");
    assertThat(task.path("due").toString())
        .isEqualTo("{\"date\":\"2026-03-02\",\"time\":\"18:00\",\"zone\":\"Europe/Berlin\"}");
    assertThat(task.path("priority").asString()).isEqualTo("high");
    assertThat(task.path("createdAt").asString()).isEqualTo("2025-12-31T08:00:00Z");
    assertThat(task.at("/reminders/0/before").asString()).isEqualTo("PT30M");
    assertThat(task.at("/recurrence/frequency").asString()).isEqualTo("weekly");
    assertThat(task.at("/recurrence/interval").asInt()).isEqualTo(2);
    assertThat(task.at("/recurrence/weekdays").toString()).isEqualTo("[\"MO\",\"TH\"]");
    assertThat(bob.get("/v1/lists").at("/items/1/name").asString()).isEqualTo("Errands");
    assertThat(task.path("listId")).isEqualTo(bob.get("/v1/lists").at("/items/1/id"));
  }

  @Test
  void a_todo_of_a_google_kind() {
    var task =
        only(
            """
            BEGIN:VCALENDAR
            PRODID:-//Example//Tasks//EN
            VERSION:2.0
            BEGIN:VTODO
            UID:abc123@example.com
            DTSTAMP:20260101T080000Z
            DTSTART;VALUE=DATE:20260131
            SUMMARY:Rent
            RRULE:FREQ=MONTHLY;COUNT=5
            END:VTODO
            END:VCALENDAR
            """);

    assertThat(task.path("due").toString())
        .isEqualTo("{\"date\":\"2026-01-31\",\"time\":null,\"zone\":null}");
    assertThat(task.at("/recurrence/frequency").asString()).isEqualTo("monthly");
    assertThat(task.at("/recurrence/monthEnd").asString()).isEqualTo("omit");
    assertThat(task.at("/recurrence/end/after").asInt()).isEqualTo(5);
  }

  @Test
  void a_todo_of_a_tasks_org_kind() {
    bob.send("PUT", "/v1/me", "{\"zone\":\"Asia/Tokyo\"}").expect(200);
    var task =
        only(
            """
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:+//IDN example.org//android-1//EN
            BEGIN:VTODO
            DTSTAMP:20260101T080000Z
            UID:42
            SUMMARY:Done
            CATEGORIES:home,a\\,b
            CATEGORIES:home
            DUE:20260302T180000
            DURATION:PT1H
            COMPLETED:20260303T090000Z
            PERCENT-COMPLETE:100
            STATUS:COMPLETED
            X-APPLE-SORT-ORDER:1
            RRULE:FREQ=DAILY;UNTIL=20260310
            END:VTODO
            END:VCALENDAR
            """);

    assertThat(task.path("tags").toString()).isEqualTo("[\"home\",\"a,b\"]");
    assertThat(task.path("due").toString())
        .isEqualTo("{\"date\":\"2026-03-02\",\"time\":\"18:00\",\"zone\":null}");
    assertThat(task.path("status").asString()).isEqualTo("completed");
    assertThat(task.path("completedAt").asString()).isEqualTo("2026-03-03T09:00:00Z");
    assertThat(task.at("/recurrence/end/until").asString()).isEqualTo("2026-03-10");
  }

  @Test
  void hostile_items_are_reported_and_stop_nothing() {
    var report =
        bringIn(
            bob,
            """
            BEGIN:VCALENDAR
            VERSION:2.0
            BEGIN:VTODO
            UID:1
            SUMMARY:seconds
            DTSTART:20260101T000000Z
            RRULE:FREQ=SECONDLY
            END:VTODO
            BEGIN:VTODO
            UID:2
            SUMMARY:interval
            DTSTART:20260101T000000Z
            RRULE:FREQ=DAILY;INTERVAL=999999999999999999
            END:VTODO
            BEGIN:VTODO
            UID:3
            SUMMARY:due
            DUE:the day after
            END:VTODO
            BEGIN:VTODO
            UID:4
            SUMMARY:zone
            DUE;TZID=Middle-earth/Shire:20260101T000000
            END:VTODO
            BEGIN:VEVENT
            UID:5
            END:VEVENT
            BEGIN:VTODO
            UID:6
            SUMMARY:no end
            BEGIN:VALARM
            BEGIN:VTODO
            UID:7
            SUMMARY:%s
            END:VTODO
            BEGIN:VTODO
            UID:8
            no property
            END:VTODO
            BEGIN:VTODO
            UID:9
            SUMMARY:good
            END:VTODO
            BEGIN:VTODO
            SUMMARY:cut off
            """
                .formatted("x".repeat(600_000)));

    assertThat(TransferIT.outcomes(report))
        .containsExactly(
            "3 created -",
            "9 created -",
            "15 created -",
            "20 created -",
            "25 failed ",
            "28 failed ",
            "32 created -",
            "36 created -",
            "40 created -",
            "44 failed ");
    assertThat(
            report
                .at("/items")
                .valueStream()
                .map(item -> item.at("/without/0/pointer").asString("-")))
        .containsExactly("/RRULE", "/RRULE", "/DUE", "/DUE", "-", "-", "", "", "-", "-");
  }

  @Test
  void a_body_that_is_not_icalendar_is_a_bad_request() {
    var wrong = Api.as(bob.user).with("Content-Type", CALENDAR);

    assertThat(wrong.send("POST", "/v1/import", "{\"kind\":\"task\"}").expect(400).text("/detail"))
        .contains("line 1");
    wrong.send("POST", "/v1/import", "").expect(400);
    wrong
        .with("Content-Type", TransferIT.LINES)
        .send("POST", "/v1/import", "BEGIN:VCALENDAR\r\n")
        .expect(400);
  }

  private JsonNode only(String calendar) {
    var report = bringIn(bob, calendar.replace("\n", "\r\n"));
    assertThat(report.at("/failed").asInt()).as(report.at("").toString()).isZero();
    assertThat(bringIn(bob, calendar).at("/imported").asInt()).isZero();
    return bob.get("/v1/tasks?status=all").at("/items/0");
  }

  private static String export(Api of) {
    return TransferIT.export(of, CALENDAR);
  }

  private static Api.Response bringIn(Api to, String calendar) {
    return TransferIT.bringIn(to, CALENDAR, calendar);
  }

  private static List<String> faults(String calendar) throws IOException, ParserException {
    Calendar read = new CalendarBuilder().build(new StringReader(calendar));
    ValidationResult result = read.validate();
    return result.getEntries().stream().map(String::valueOf).toList();
  }
}
