package dev.perennial.taskapi.transfer.ical;

import static dev.perennial.taskapi.transfer.ical.Calendars.field;
import static dev.perennial.taskapi.transfer.ical.Calendars.items;
import static dev.perennial.taskapi.transfer.ical.Calendars.leftOut;
import static dev.perennial.taskapi.transfer.ical.Calendars.only;
import static dev.perennial.taskapi.transfer.ical.Calendars.todo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.taskapi.transfer.format.ImportItem;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarTimesTest {

  private static final String GERMANY =
      """
      BEGIN:VTIMEZONE
      TZID:%s
      BEGIN:STANDARD
      DTSTART:16010101T030000
      TZOFFSETFROM:+0200
      TZOFFSETTO:+0100
      RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
      END:STANDARD
      BEGIN:DAYLIGHT
      DTSTART:16010101T020000
      TZOFFSETFROM:+0100
      TZOFFSETTO:+0200
      RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
      END:DAYLIGHT
      END:VTIMEZONE
      """;

  @ParameterizedTest
  @CsvSource({
    "COMPLETED;TZID=Europe/Berlin:20261120T003000, 2026-11-19T23:30:00Z",
    "COMPLETED:20261120T003000, 2026-11-19T23:30:00Z",
    "COMPLETED:20261120T003000Z, 2026-11-20T00:30:00Z",
    "COMPLETED;TZID=America/New_York:20261119T183000, 2026-11-19T23:30:00Z",
    "COMPLETED;VALUE=DATE:20261120, 2026-11-19T23:00:00Z",
    "COMPLETED:20261120, 2026-11-19T23:00:00Z",
    "LAST-MODIFIED;TZID=Europe/Berlin:20261120T003000, 2026-11-19T23:30:00Z",
    "LAST-MODIFIED:20261120T003000, 2026-11-19T23:30:00Z",
    "DTSTAMP:20261120T003000, 2026-11-19T23:30:00Z",
  })
  void an_instant_is_read_in_its_zone_or_that_of_the_user(String completed, String expected) {
    assertThat(field(todo("STATUS:COMPLETED\n" + completed), "/completedAt").asString())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "CREATED;TZID=Europe/Berlin:20261120T003000, 2026-11-19T23:30:00Z",
    "CREATED:20261120T003000, 2026-11-19T23:30:00Z",
    "CREATED:20261120T003000Z, 2026-11-20T00:30:00Z",
  })
  void the_creation_is_read_in_its_zone_or_that_of_the_user(String created, String expected) {
    assertThat(field(todo(created), "/createdAt").asString()).isEqualTo(expected);
  }

  @Test
  void the_skipping_is_read_in_the_zone_of_the_user() {
    assertThat(
            field(todo("STATUS:CANCELLED\nLAST-MODIFIED:20261120T003000"), "/skippedAt").asString())
        .isEqualTo("2026-11-19T23:30:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DUE;VALUE=DATE:20270104T080000",
        "DUE;VALUE=DATE:20270104T080000Z",
        "DUE;VALUE=DATE:20270104",
        "DUE:20270104",
        "DUE;VALUE=DATE-TIME:20270104",
        "DUE;VALUE=DATE;TZID=Europe/Berlin:20270104",
        "DUE:2027-01-04",
      })
  void a_date_is_a_day(String due) {
    assertThat(field(todo(due), "/due").toString())
        .isEqualTo("{\"date\":\"2027-01-04\",\"time\":null,\"zone\":null}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DUE;TZID=\"W. Europe Standard Time\":20270104T090000",
        "DUE;TZID=W. Europe Standard Time:20270104T090000",
        "DUE;TZID=w. europe standard time:20270104T090000",
        "DUE;TZID=europe/berlin:20270104T090000",
        "DUE;TZID=/freeassociation.sourceforge.net/Tzfile/Europe/Berlin:20270104T090000",
      })
  void a_time_has_the_zone_of_its_name(String due) {
    assertThat(field(todo(due), "/due").toString())
        .isEqualTo("{\"date\":\"2027-01-04\",\"time\":\"09:00\",\"zone\":\"Europe/Berlin\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DUE:20270104T0900", "DUE:20270104T090000"})
  void a_floating_time_has_no_zone(String due) {
    assertThat(field(todo(due), "/due").toString())
        .isEqualTo("{\"date\":\"2027-01-04\",\"time\":\"09:00\",\"zone\":null}");
  }

  @Test
  void a_time_in_utc_has_the_zone_utc() {
    assertThat(field(todo("DUE:20270104T140000Z"), "/due").toString())
        .isEqualTo("{\"date\":\"2027-01-04\",\"time\":\"14:00\",\"zone\":\"UTC\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "W. Europe Standard Time",
        "Customized Time Zone",
        "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
        "GMT +0100 (Standard) / GMT +0200 (Daylight)",
      })
  void a_windows_name_or_the_rules_of_the_vtimezone_decide(String tzid) {
    var due = "DUE;TZID=\"" + tzid + "\":20270704T090000";

    for (var calendar :
        new String[] {GERMANY.formatted(tzid) + task(due), task(due) + GERMANY.formatted(tzid)}) {
      var read = only(items(calendar));
      assertThat(field(read, "/due/zone").asString()).isEqualTo("Europe/Berlin");
      assertThat(leftOut(read)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Eastern Standard Time, America/New_York",
    "europe/berlin, Europe/Berlin",
    "/mozilla.org/20050126_1/Europe/Berlin, Europe/Berlin",
    "tzone://Microsoft/Utc, UTC",
    "TZONE://Microsoft/Utc, UTC",
    "\"tzone://Microsoft/Utc\", UTC",
  })
  void a_name_is_known_without_a_vtimezone(String tzid, String zone) {
    var read = todo("DUE;TZID=" + tzid + ":20270104T090000");

    assertThat(field(read, "/due/time").asString()).isEqualTo("09:00");
    assertThat(ZoneId.of(field(read, "/due/zone").asString()).getRules())
        .isEqualTo(ZoneId.of(zone).getRules());
    assertThat(leftOut(read)).isEmpty();
  }

  @Test
  void rules_of_another_place_give_a_zone_with_the_same_rules() {
    var newYork =
        GERMANY
            .formatted("Eastern")
            .replace("16010101T030000", "20071104T020000")
            .replace("16010101T020000", "20070311T020000")
            .replace("BYDAY=-1SU;BYMONTH=10", "BYDAY=1SU;BYMONTH=11")
            .replace("BYDAY=-1SU;BYMONTH=3", "BYDAY=2SU;BYMONTH=3")
            .replace("+0200", "-0400")
            .replace("+0100", "-0500");

    var read = only(items(newYork + task("DUE;TZID=Eastern:20270704T090000")));

    var zone = ZoneId.of(field(read, "/due/zone").asString());
    assertThat(zone.getRules().getOffset(LocalDate.of(2027, 7, 4).atStartOfDay()))
        .hasToString("-04:00");
    assertThat(zone.getRules().getOffset(LocalDate.of(2027, 1, 4).atStartOfDay()))
        .hasToString("-05:00");
  }

  @Test
  void a_fixed_offset_has_a_zone_too() {
    var fixed =
        "BEGIN:VTIMEZONE\nTZID:Fixed\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0500\n"
            + "TZOFFSETTO:+0500\nEND:STANDARD\nEND:VTIMEZONE\n";

    var read = only(items(fixed + task("DUE;TZID=Fixed:20270704T090000")));

    assertThat(field(read, "/due/zone").asString()).isEqualTo("Etc/GMT-5");
  }

  @Test
  void rules_of_no_place_give_the_instant() {
    var odd = GERMANY.formatted("Odd").replace("+0100", "+0123").replace("+0200", "+0223");

    var read = only(items(odd + task("DUE;TZID=Odd:20270704T090000")));

    assertThat(field(read, "/due/date").asString()).isEqualTo("2027-07-04");
    assertThat(field(read, "/due/time").asString()).isEqualTo("06:37");
    assertThat(leftOut(read)).containsExactly("/DUE");
  }

  @Test
  void a_zone_that_is_not_known_is_reported_and_the_time_is_kept() {
    var read = todo("DUE;TZID=Middle-earth/Shire:20270104T090000");

    assertThat(field(read, "/due").toString())
        .isEqualTo("{\"date\":\"2027-01-04\",\"time\":\"09:00\",\"zone\":\"Europe/Berlin\"}");
    assertThat(leftOut(read)).containsExactly("/DUE");
  }

  @Test
  void every_windows_zone_is_an_iana_zone() {
    assertThat(WindowsZones.iana())
        .hasSizeGreaterThan(100)
        .allMatch(zone -> ZoneId.of(zone) != null);
    assertThat(WindowsZones.zone("Romance Standard Time")).contains("Europe/Paris");
  }

  @Test
  void many_vtimezones_with_rules_are_read_in_bounded_memory() {
    var many = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      many.append(GERMANY.formatted("Zone " + i));
    }

    assertThat(items(many + task("DUE;TZID=Zone 1:20270104T090000")))
        .hasSize(1)
        .allMatch(item -> item instanceof ImportItem.Read);
  }

  @Test
  void the_work_for_zones_without_a_name_is_bounded() {
    var odd = GERMANY.formatted("Odd").replace("+0100", "+0123");
    var tasks = new StringBuilder();
    for (int year = 1000; year < 9000; year++) {
      tasks.append(task("DUE;TZID=Odd:" + year + "0704T090000"));
    }

    assertThat(items(odd + tasks)).hasSize(8_000).allMatch(item -> item instanceof ImportItem.Read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"the day after", "20271304", "20270104T250000", "T090000", "", "99999999T999999Z"})
  void an_invalid_date_is_left_out(String due) {
    var read = todo("DUE:" + due);

    assertThat(read.json().has("due")).isFalse();
    assertThat(leftOut(read)).containsExactly("/DUE");
  }

  @Test
  void an_invalid_due_date_leaves_the_start() {
    var read = todo("DTSTART;VALUE=DATE:20270104\nDUE:soon");

    assertThat(field(read, "/due/date").asString()).isEqualTo("2027-01-04");
    assertThat(leftOut(read)).containsExactly("/DUE");
  }

  private static String task(String due) {
    return "BEGIN:VTODO\nUID:1\nSUMMARY:x\n" + due + "\nEND:VTODO\n";
  }
}
