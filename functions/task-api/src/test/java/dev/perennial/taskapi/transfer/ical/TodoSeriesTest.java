package dev.perennial.taskapi.transfer.ical;

import static dev.perennial.taskapi.transfer.ical.Calendars.field;
import static dev.perennial.taskapi.transfer.ical.Calendars.items;
import static dev.perennial.taskapi.transfer.ical.Calendars.leftOut;
import static dev.perennial.taskapi.transfer.ical.Calendars.only;
import static dev.perennial.taskapi.transfer.ical.Calendars.tasks;
import static dev.perennial.taskapi.transfer.ical.Calendars.todo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.taskapi.transfer.format.ImportItem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TodoSeriesTest {

  private static final String WEEKLY =
      "BEGIN:VTODO\nUID:1\nSUMMARY:x\nDUE;VALUE=DATE:20270104\nRRULE:FREQ=WEEKLY\nEND:VTODO\n";
  private static final String MOVED =
      "BEGIN:VTODO\nUID:1\nRECURRENCE-ID;VALUE=DATE:20270104\nSUMMARY:y\nDUE;VALUE=DATE:20270105\n"
          + "END:VTODO\n";

  @ParameterizedTest
  @CsvSource({
    "DUE;VALUE=DATE:20270104, EXDATE;VALUE=DATE:20270105",
    "DUE;VALUE=DATE:20270104, EXDATE:20270105",
    "DUE;TZID=Europe/Berlin:20270104T090000, EXDATE;TZID=Europe/Berlin:20270105T090000",
    "DUE;TZID=Europe/Berlin:20270104T090000, EXDATE:20270105T080000Z",
    "DUE;TZID=Europe/Berlin:20270104T090000, EXDATE:20270105T090000",
    "DUE;TZID=Europe/Berlin:20270104T090000, EXDATE;VALUE=DATE:20270105",
    "DUE;TZID=Asia/Tokyo:20270104T010000, EXDATE:20270104T160000Z",
  })
  void exdate_is_an_exception_of_the_rule(String due, String exdate) {
    var read = todo(due + "\nRRULE:FREQ=DAILY\n" + exdate);

    assertThat(field(read, "/recurrence/except").toString()).isEqualTo("[\"2027-01-05\"]");
    assertThat(leftOut(read)).isEmpty();
  }

  @Test
  void several_exdates_are_all_read() {
    var read =
        todo(
            "DUE;VALUE=DATE:20270104\nRRULE:FREQ=DAILY\nEXDATE;VALUE=DATE:20270107,20270105\n"
                + "EXDATE;VALUE=DATE:20270109\nEXDATE;VALUE=DATE:20260101\nEXDATE:never");

    assertThat(field(read, "/recurrence/except").toString())
        .isEqualTo("[\"2027-01-05\",\"2027-01-07\",\"2027-01-09\"]");
    assertThat(leftOut(read)).containsExactly("/EXDATE");
  }

  @Test
  void an_exdate_at_a_time_without_an_occurrence_is_reported() {
    var read =
        todo(
            "DUE;TZID=Europe/Berlin:20270104T090000\nRRULE:FREQ=DAILY\n"
                + "EXDATE;TZID=Europe/Berlin:20270105T100000");

    assertThat(read.json().at("/recurrence/except").isMissingNode()).isTrue();
    assertThat(leftOut(read)).containsExactly("/EXDATE");
  }

  @Test
  void a_first_occurrence_that_is_left_out_is_not_the_open_one() {
    var read =
        todo("DUE;VALUE=DATE:20270104\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20270104");

    assertThat(field(read, "/due/date").asString()).isEqualTo("2027-01-05");
    assertThat(field(read, "/occurrence").asString()).isEqualTo("2027-01-05");
    assertThat(field(read, "/occurrenceNumber").asInt()).isEqualTo(2);
  }

  @Test
  void the_change_of_an_occurrence_is_joined_with_its_series_in_either_order() {
    for (var calendar : List.of(WEEKLY + MOVED, MOVED + WEEKLY)) {
      var read = only(items(calendar));

      assertThat(field(read, "/title").asString()).isEqualTo("y");
      assertThat(field(read, "/due/date").asString()).isEqualTo("2027-01-05");
      assertThat(field(read, "/carried/title").asString()).isEqualTo("x");
      assertThat(field(read, "/recurrence/frequency").asString()).isEqualTo("weekly");
      assertThat(leftOut(read)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RECURRENCE-ID;, RECURRENCE-ID;RANGE=THISANDFUTURE;, /RECURRENCE-ID",
    "SUMMARY:y, 'SUMMARY:y\nRRULE:FREQ=DAILY', /RRULE",
  })
  void a_change_of_more_than_its_occurrence_is_reported(
      String line, String replacement, String pointer) {
    var read = only(items(WEEKLY + MOVED.replace(line, replacement)));

    assertThat(field(read, "/title").asString()).isEqualTo("y");
    assertThat(field(read, "/carried/title").asString()).isEqualTo("x");
    assertThat(field(read, "/recurrence/frequency").asString()).isEqualTo("weekly");
    assertThat(leftOut(read)).containsExactly(pointer);
  }

  @ParameterizedTest
  @CsvSource({
    "DUE:20270104T230000, 2027-01-06",
    "DUE;TZID=Europe/Berlin:20270104T230000, 2027-01-06",
    "DUE:20270104T230000Z, 2027-01-05",
  })
  void a_last_instant_is_compared_in_the_zone_of_the_due_date_or_of_the_user(
      String due, String until) {
    var read = todo(due + "\nRRULE:FREQ=DAILY;UNTIL=20270106T220000Z");

    assertThat(field(read, "/recurrence/end/until").asString()).isEqualTo(until);
  }

  @Test
  void a_change_without_a_date_keeps_the_date() {
    var read = only(items(WEEKLY + MOVED.replace("DUE;VALUE=DATE:20270105\n", "PRIORITY:1\n")));

    assertThat(field(read, "/due/date").asString()).isEqualTo("2027-01-04");
    assertThat(field(read, "/priority").asString()).isEqualTo("high");
  }

  @Test
  void a_change_of_a_later_occurrence_is_a_task_of_its_own() {
    var read = items(WEEKLY + MOVED.replace(":20270104", ":20270111"));

    assertThat(tasks(read).stream().map(task -> task.path("title").asString()))
        .containsExactlyInAnyOrder("x", "y");
    var series =
        tasks(read).stream().filter(task -> task.has("recurrence")).findFirst().orElseThrow();
    assertThat(series.at("/recurrence/except").toString()).isEqualTo("[\"2027-01-11\"]");
    assertThat(series.at("/due/date").asString()).isEqualTo("2027-01-04");
    var other =
        read.stream()
            .map(ImportItem.Read.class::cast)
            .filter(task -> !task.json().has("recurrence"));
    assertThat(other)
        .singleElement()
        .satisfies(
            task -> {
              assertThat(leftOut(task)).containsExactly("/RECURRENCE-ID");
              assertThat(task.json().at("/due/date").asString()).isEqualTo("2027-01-05");
            });
  }

  @Test
  void closed_occurrences_are_history_and_the_next_one_is_open() {
    var done =
        MOVED.replace(
            "DUE;VALUE=DATE:20270105\n", "STATUS:COMPLETED\nCOMPLETED:20270103T100000Z\n");

    var read = tasks(items(WEEKLY + done));

    var closed = read.stream().filter(task -> task.has("status")).findFirst().orElseThrow();
    assertThat(closed.at("/occurrence").asString()).isEqualTo("2027-01-04");
    assertThat(closed.at("/due/date").asString()).isEqualTo("2027-01-04");
    assertThat(closed.at("/seriesId").asString()).isEqualTo("1");
    var open = read.stream().filter(task -> !task.has("status")).findFirst().orElseThrow();
    assertThat(open.at("/due/date").asString()).isEqualTo("2027-01-11");
    assertThat(open.at("/occurrenceNumber").asInt()).isEqualTo(2);
  }

  @Test
  void a_cancelled_later_occurrence_is_an_exception() {
    var cancelled =
        MOVED
            .replace(":20270104", ":20270111")
            .replace("DUE;VALUE=DATE:20270105", "STATUS:CANCELLED");

    assertThat(field(only(items(WEEKLY + cancelled)), "/recurrence/except").toString())
        .isEqualTo("[\"2027-01-11\"]");
  }

  @Test
  void a_change_without_its_series_is_a_task_and_reported() {
    var read = only(items(MOVED));

    assertThat(field(read, "/title").asString()).isEqualTo("y");
    assertThat(field(read, "/id").asString()).isEqualTo("1/20270104");
    assertThat(leftOut(read)).containsExactly("/RECURRENCE-ID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RDATE;VALUE=DATE:20270110", "EXRULE:FREQ=WEEKLY", "RELATED-TO:2"})
  void a_property_of_a_series_that_is_not_supported_is_reported(String line) {
    var read = todo("DUE;VALUE=DATE:20270104\nRRULE:FREQ=DAILY\n" + line);

    assertThat(leftOut(read)).containsExactly("/" + line.split("[;:]")[0]);
    assertThat(field(read, "/recurrence/frequency").asString()).isEqualTo("daily");
  }

  @ParameterizedTest
  @CsvSource({
    "DTSTART;VALUE=DATE:20270105, DUE;VALUE=DATE:20270107, FREQ=WEEKLY;BYDAY=TU, PT48H",
    "DTSTART;VALUE=DATE:20270105, DURATION:P2D, FREQ=WEEKLY;BYDAY=TU, PT48H",
    "DTSTART;VALUE=DATE:20270130, DUE;VALUE=DATE:20270202, FREQ=MONTHLY, PT72H",
    "DTSTART:20270105T090000, DUE:20270105T170000, FREQ=DAILY, PT8H",
  })
  void the_time_from_start_to_due_is_kept(String start, String due, String rrule, String after) {
    var read = todo(start + "\n" + due + "\nRRULE:" + rrule);

    assertThat(field(read, "/recurrence/dueAfter").asString()).isEqualTo(after);
    assertThat(field(read, "/anchor/date").asString()).startsWith("2027-01-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DTSTART;VALUE=DATE:20270106",
        "DTSTART;VALUE=DATE:20250101",
        "DTSTART:20270104T090000",
        "DTSTART:soon",
      })
  void a_start_that_does_not_go_with_the_due_date_is_left_out(String start) {
    var read = todo(start + "\nDUE;VALUE=DATE:20270105\nRRULE:FREQ=DAILY");

    assertThat(field(read, "/recurrence/dueAfter").isMissingNode()).isTrue();
    assertThat(field(read, "/due/date").asString()).isEqualTo("2027-01-05");
    assertThat(leftOut(read)).containsExactly("/DTSTART");
  }

  @ParameterizedTest
  @CsvSource({
    "DUE;VALUE=DATE:20270104, FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=0",
    "DUE;VALUE=DATE:20270104, 'FREQ=DAILY;BYHOUR=9,17'",
    "DUE;VALUE=DATE:20270104, FREQ=DAILY;byminute=30;",
    "DUE:20270104T090000, FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=0",
  })
  void an_all_day_rule_ignores_times_of_day(String due, String rrule) {
    var read = todo(due + "\nRRULE:" + rrule);

    assertThat(field(read, "/recurrence/frequency").asString()).isEqualTo("daily");
    assertThat(leftOut(read)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FREQ=SECONDLY",
        "FREQ=DAILY;INTERVAL=999999999999999999",
        "FREQ=DAILY;COUNT=99999999999",
        "every day",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYHOUR=10",
      })
  void an_rrule_that_is_not_supported_is_left_out(String rrule) {
    var read = todo("DUE:20270104T090000\nRRULE:" + rrule);

    assertThat(read.json().has("recurrence")).isFalse();
    assertThat(field(read, "/due/time").asString()).isEqualTo("09:00");
    assertThat(leftOut(read)).containsExactly("/RRULE");
  }
}
