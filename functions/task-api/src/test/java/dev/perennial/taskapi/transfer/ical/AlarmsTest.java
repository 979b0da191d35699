package dev.perennial.taskapi.transfer.ical;

import static dev.perennial.taskapi.transfer.ical.Calendars.BERLIN;
import static dev.perennial.taskapi.transfer.ical.Calendars.alarm;
import static dev.perennial.taskapi.transfer.ical.Calendars.leftOut;
import static dev.perennial.taskapi.transfer.ical.Calendars.reminds;
import static dev.perennial.taskapi.transfer.ical.Calendars.todo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.Due;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlarmsTest {

  private static final String DAY_OF_WORK =
      "DTSTART;TZID=Europe/Berlin:20270104T090000\nDUE;TZID=Europe/Berlin:20270104T170000\n";

  @ParameterizedTest
  @CsvSource({
    ":-PT15M, 2027-01-04T07:45:00Z",
    ";RELATED=START:-PT15M, 2027-01-04T07:45:00Z",
    ";RELATED=END:-PT15M, 2027-01-04T15:45:00Z",
    ";related=end:-PT15M, 2027-01-04T15:45:00Z",
    ";VALUE=DURATION:PT0S, 2027-01-04T08:00:00Z",
    ":-P1W, 2026-12-28T08:00:00Z",
    ":PT9H, 2027-01-04T17:00:00Z",
    ";VALUE=DATE-TIME:20270104T070000Z, 2027-01-04T07:00:00Z",
    ";VALUE=DATE-TIME;TZID=Europe/Berlin:20270104T070000, 2027-01-04T06:00:00Z",
    ";VALUE=DATE-TIME:20270104T070000, 2027-01-04T06:00:00Z",
    ":20270104T070000Z, 2027-01-04T07:00:00Z",
  })
  void a_trigger_counts_from_the_start_or_with_related_end_from_the_due_date(
      String trigger, Instant expected) {
    assertThat(reminds(todo(DAY_OF_WORK + alarm(trigger)))).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "DUE;VALUE=DATE:20270105, ;RELATED=END:-PT15H, 2027-01-04T08:00:00Z",
    "DUE;VALUE=DATE:20270105, :-PT15H, 2027-01-04T08:00:00Z",
    "DUE;VALUE=DATE:20270105, :-P1D, 2027-01-03T23:00:00Z",
    "DTSTART;VALUE=DATE:20270105, :PT9H, 2027-01-05T08:00:00Z",
    "DTSTART;VALUE=DATE:20270105, :PT0S, 2027-01-04T23:00:00Z",
    "DTSTART;VALUE=DATE:20270105, ;RELATED=END:PT9H, 2027-01-05T08:00:00Z",
  })
  void a_trigger_of_an_all_day_task_counts_from_local_midnight(
      String date, String trigger, Instant expected) {
    assertThat(reminds(todo(date + "\n" + alarm(trigger)))).containsExactly(expected);
  }

  @Test
  void of_several_all_day_days_the_start_is_the_first() {
    var several = "DTSTART;VALUE=DATE:20270105\nDUE;VALUE=DATE:20270107\n";

    assertThat(reminds(todo(several + alarm(":PT9H") + alarm(";RELATED=END:PT9H"))))
        .containsExactly(
            Instant.parse("2027-01-05T08:00:00Z"), Instant.parse("2027-01-07T08:00:00Z"));
  }

  @Test
  void a_start_in_another_zone_is_compared_by_its_instant() {
    var travel =
        "DTSTART;TZID=Europe/London:20270104T090000\nDUE;TZID=Europe/Berlin:20270104T170000\n";

    assertThat(reminds(todo(travel + alarm(":-PT15M"))))
        .containsExactly(Instant.parse("2027-01-04T08:45:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "DTSTART;TZID=Europe/Berlin:20270327T090000|DUE;TZID=Europe/Berlin:20270328T170000, :-PT15M,"
        + " 2027-03-27T07:45:00Z",
    "DTSTART;TZID=Europe/Berlin:20271030T090000|DUE;TZID=Europe/Berlin:20271031T170000, :PT0S,"
        + " 2027-10-30T07:00:00Z",
    "DUE;VALUE=DATE:20270328, ;RELATED=END:-PT15H, 2027-03-27T08:00:00Z",
    "DUE;VALUE=DATE:20271031, :PT0S, 2027-10-30T22:00:00Z",
    "DTSTART;VALUE=DATE:20270327|DUE;VALUE=DATE:20270329, :PT9H, 2027-03-27T08:00:00Z",
    "DUE;TZID=Europe/Berlin:20270328T170000, :-PT1H, 2027-03-28T14:00:00Z",
  })
  void a_clock_that_changes_meanwhile_does_not_move_an_alarm(
      String dates, String trigger, Instant expected) {
    assertThat(reminds(todo(dates.replace("|", "\n") + "\n" + alarm(trigger))))
        .containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "DUE;TZID=Europe/Berlin:20270328T170000, :-P1D, 2027-03-27T16:00:00Z",
    "DUE;TZID=Europe/Berlin:20270328T170000, :-PT24H, 2027-03-27T15:00:00Z",
    "DUE;TZID=Europe/Berlin:20270328T170000, :-P1W, 2027-03-21T16:00:00Z",
    "DUE;TZID=Europe/Berlin:20270328T170000, :-P1DT2H, 2027-03-27T14:00:00Z",
    "DUE;TZID=Europe/Berlin:20271031T170000, :-P1D, 2027-10-30T15:00:00Z",
    "DUE;TZID=Europe/Berlin:20271031T170000, :-PT24H, 2027-10-30T16:00:00Z",
    "DUE;TZID=Europe/Berlin:20271031T170000, :-PT24H30M, 2027-10-30T15:30:00Z",
    "DUE;TZID=Europe/Berlin:20271031T170000, :-PT25H, 2027-10-30T15:00:00Z",
    "DUE;TZID=Europe/Berlin:20270327T170000, :P1D, 2027-03-28T15:00:00Z",
    "DUE;VALUE=DATE:20270329, :-P1D, 2027-03-27T23:00:00Z",
    "DUE;VALUE=DATE:20270329, :-PT24H, 2027-03-27T22:00:00Z",
    "DUE:20270328T170000, :-P1D, 2027-03-27T17:00:00Z",
  })
  void days_keep_the_local_time_when_a_clock_changes_and_hours_are_exact(
      String due, String trigger, Instant expected) {
    var read = todo(due + "\n" + alarm(trigger));

    assertThat(reminds(read)).containsExactly(expected);
    assertThat(leftOut(read)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "DTSTART;TZID=Europe/Berlin:20270327T220000|DURATION:PT12H, 2027-03-28T11:00",
    "DTSTART;TZID=Europe/Berlin:20270327T220000|DURATION:P1D, 2027-03-28T22:00",
    "DTSTART;TZID=Europe/Berlin:20270327T220000|DURATION:P1DT1H, 2027-03-28T23:00",
    "DTSTART;TZID=Europe/Berlin:20271030T220000|DURATION:PT24H, 2027-10-31T21:00",
    "DTSTART;VALUE=DATE:20270327|DURATION:P2D, 2027-03-29T00:00",
    "DTSTART;VALUE=DATE:20270327|DURATION:P1W, 2027-04-03T00:00",
  })
  void a_task_is_due_a_duration_after_its_start(String dates, LocalDateTime expected) {
    var due = todo(dates.replace("|", "\n")).json().path("due");

    assertThat(due.path("date").asString()).isEqualTo(expected.toLocalDate().toString());
    assertThat(LocalTime.parse(due.path("time").asString("00:00")))
        .isEqualTo(expected.toLocalTime());
  }

  @Test
  void the_alarms_of_a_series_keep_their_local_time() {
    var weekly =
        "DTSTART;TZID=Europe/Berlin:20270327T090000\nDUE;TZID=Europe/Berlin:20270328T170000\n"
            + "RRULE:FREQ=WEEKLY\n";

    assertThat(todo(weekly + alarm(":-PT15M")).json().at("/reminders/0/before"))
        .hasToString("\"PT32H15M\"");
  }

  @ParameterizedTest
  @CsvSource({
    "20270104T080000Z, PT0S",
    "20270104T074500Z, PT15M",
    "20270103T080000Z, PT24H",
    "20270104T090000Z, PT-1H",
  })
  void an_instant_of_a_recurring_task_is_relative_to_its_due_date(String at, String before) {
    var daily = "DUE;TZID=Europe/Berlin:20270104T090000\nRRULE:FREQ=DAILY\n";

    assertThat(todo(daily + alarm(";VALUE=DATE-TIME:" + at)).json().at("/reminders/0/before"))
        .hasToString("\"" + before + "\"");
  }

  @Test
  void an_instant_of_an_all_day_recurring_task_is_relative_to_the_all_day_time() {
    var daily = "DUE;VALUE=DATE:20270104\nRRULE:FREQ=DAILY\n";

    assertThat(
            todo(daily + alarm(";VALUE=DATE-TIME:20270104T070000Z"))
                .json()
                .at("/reminders/0/before"))
        .hasToString("\"PT1H\"");
  }

  @Test
  void an_invalid_trigger_is_left_out_and_the_others_are_read() {
    var read = todo(DAY_OF_WORK + alarm(":soon") + alarm(":-PT15M") + "BEGIN:VALARM\nEND:VALARM");

    assertThat(reminds(read)).containsExactly(Instant.parse("2027-01-04T07:45:00Z"));
    assertThat(leftOut(read)).containsExactly("/DTSTART", "/VALARM");
  }

  @Test
  void of_more_than_ten_the_first_are_read() {
    var alarms = new StringBuilder();
    for (int minutes = 1; minutes <= 12; minutes++) {
      alarms.append(alarm(":-PT" + minutes + "M"));
    }

    var read = todo(DAY_OF_WORK + alarms);

    assertThat(reminds(read)).hasSize(10);
    assertThat(leftOut(read)).containsExactly("/DTSTART", "/VALARM");
  }

  @Test
  void an_alarm_that_marks_that_there_is_none_is_none() {
    var none = "BEGIN:VALARM\nACTION:NONE\nTRIGGER;VALUE=DATE-TIME:19760401T005545Z\nEND:VALARM\n";

    assertThat(todo(DAY_OF_WORK + none).json().path("reminders").toString()).isEqualTo("[]");
    assertThat(reminds(todo(DAY_OF_WORK + none + alarm(":-PT15M")))).hasSize(1);
    assertThat(todo(DAY_OF_WORK).json().has("reminders")).isFalse();
  }

  @Test
  void a_reminder_of_an_all_day_task_is_written_from_midnight() {
    var allDay = new Due(LocalDate.of(2027, 1, 5), null, null);

    assertThat(Alarms.trigger(Duration.ofDays(1), allDay, LocalTime.of(9, 0), BERLIN).value())
        .isEqualTo("-PT15H");
    assertThat(Alarms.trigger(Duration.ZERO, allDay, LocalTime.of(8, 30), BERLIN).value())
        .isEqualTo("PT8H30M");
    assertThat(Alarms.trigger(Duration.ofMinutes(15), null, LocalTime.of(9, 0), BERLIN).value())
        .isEqualTo("-PT15M");
  }

  @Test
  void a_reminder_of_a_day_with_a_change_of_the_clock_is_written_from_its_midnight() {
    var summerTimeBegins = new Due(LocalDate.of(2027, 3, 28), null, null);

    assertThat(
            Alarms.trigger(Duration.ofHours(23), summerTimeBegins, LocalTime.of(9, 0), BERLIN)
                .value())
        .isEqualTo("-PT15H");
    assertThat(
            Alarms.trigger(Duration.ofDays(2), summerTimeBegins, LocalTime.of(9, 0), BERLIN)
                .value())
        .isEqualTo("-P1DT15H");
  }

  @Test
  void a_reminder_in_a_25th_hour_is_written_in_hours() {
    var dayAfter = new Due(LocalDate.of(2027, 11, 1), null, null);

    assertThat(
            Alarms.trigger(Duration.ofMinutes(33 * 60 + 30), dayAfter, LocalTime.of(9, 0), BERLIN)
                .value())
        .isEqualTo("-PT24H30M");
  }
}
