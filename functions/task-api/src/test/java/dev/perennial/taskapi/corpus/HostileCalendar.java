package dev.perennial.taskapi.corpus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A calendar of a few VTODOs, whose properties are valid or nearly so. */
final class HostileCalendar {

  private static final List<String> DATES =
      List.of(
          ";VALUE=DATE:20270104",
          ":20270104",
          ":20270104T090000",
          ":20270104T090000Z",
          ";TZID=Europe/Berlin:20270104T090000",
          ";TZID=America/New_York:20270314T023000",
          ";TZID=/mozilla.org/20050126_1/Europe/Berlin:20270328T023000",
          ";TZID=\"Pacific Standard Time\":20270104T233000",
          ";TZID=Odd/Place:20270104T090000",
          ";TZID=:20270104T090000",
          ";VALUE=DATE:20270131",
          ";VALUE=DATE:20280229",
          ":20270230T090000",
          ":20270104T240000",
          ":2027-01-04T09:00:00+01:00",
          ":99991231T235959Z",
          ":19000101T000000",
          ":00000000",
          ":");
  private static final List<String> RULES =
      List.of(
          "FREQ=DAILY",
          "freq=daily;interval=3",
          "FREQ=DAILY;COUNT=1",
          "FREQ=DAILY;COUNT=0",
          "FREQ=DAILY;UNTIL=20270201T000000Z",
          "FREQ=DAILY;UNTIL=20260101",
          "FREQ=WEEKLY;BYDAY=MO,WE,FR;WKST=SU",
          "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU",
          "FREQ=MONTHLY;BYMONTHDAY=31",
          "FREQ=MONTHLY;BYMONTHDAY=-1,15",
          "FREQ=MONTHLY;BYDAY=5MO",
          "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
          "FREQ=MONTHLY;SKIP=BACKWARD;RSCALE=GREGORIAN",
          "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
          "FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU",
          "FREQ=YEARLY;BYYEARDAY=366,-1",
          "FREQ=YEARLY;BYDAY=20MO",
          "FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=0",
          "FREQ=HOURLY",
          "FREQ=DAILY;INTERVAL=0",
          "FREQ=DAILY;INTERVAL=99999999999999999999",
          "FREQ=DAILY;BYFOO=1",
          "FREQ=DAILY;FREQ=WEEKLY",
          "BYDAY=MO",
          "");
  private static final List<String> OTHERS =
      List.of(
          "PRIORITY:1",
          "PRIORITY:5",
          "PRIORITY:99",
          "STATUS:COMPLETED",
          "STATUS:CANCELLED",
          "STATUS:IN-PROCESS",
          "STATUS:",
          "PERCENT-COMPLETE:100",
          "PERCENT-COMPLETE:30",
          "COMPLETED:20260104T090000Z",
          "COMPLETED:20260104",
          "COMPLETED:never",
          "CREATED:20250104T090000Z",
          "CREATED:19690104T090000Z",
          "LAST-MODIFIED:20250104T090000Z",
          "DTSTAMP:now",
          "SEQUENCE:x",
          "CLASS:PRIVATE",
          "LOCATION:Berlin",
          "RELATED-TO:1",
          "RDATE;VALUE=DATE:20270107",
          "X-FOO;X-BAR=\"a;b:c\":d",
          "not a property",
          "DURATION:P2D",
          "DURATION:-PT1H",
          "DURATION:P",
          "X-PERENNIAL-ASSIGNEE:somebody",
          "X-PERENNIAL-ZONE:Asia/Tokyo");
  private static final List<String> TRIGGERS =
      List.of(
          ":-PT15M",
          ":PT0S",
          ";RELATED=END:-P1D",
          ";RELATED=START:-P1W",
          ";VALUE=DATE-TIME:20261218T171500Z",
          ":20261217T063000Z",
          ";RELATED=END:-P400D",
          ":-PT",
          ":P1Y",
          ":");

  private final Random random;
  private final StringBuilder text = new StringBuilder();

  HostileCalendar(Random random) {
    this.random = random;
  }

  String text() {
    int tasks = 1 + random.nextInt(3);
    for (int i = 0; i < tasks; i++) {
      todo(i);
    }
    String calendar = Corpus.calendar(text.toString());
    return random.nextBoolean() ? calendar : calendar.replace("\n", "\r\n");
  }

  private void todo(int number) {
    text.append("BEGIN:VTODO\n");
    List<String> properties = properties(number);
    Collections.shuffle(properties, random);
    properties.forEach(property -> text.append(folded(property)).append('\n'));
    for (int alarms = random.nextInt(3); alarms > 0; alarms--) {
      text.append("BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER")
          .append(one(TRIGGERS))
          .append("\nEND:VALARM\n");
    }
    text.append("END:VTODO\n");
  }

  private List<String> properties(int number) {
    List<String> all = new ArrayList<>(List.of("UID:" + number));
    sometimes(9, all, "SUMMARY:" + written(HostileText.of(random)));
    sometimes(4, all, "DESCRIPTION:" + written(HostileText.of(random)));
    sometimes(4, all, "CATEGORIES:" + written(HostileText.of(random)) + ",b");
    sometimes(8, all, "DUE" + one(DATES));
    sometimes(4, all, "DTSTART" + one(DATES));
    sometimes(6, all, "RRULE:" + one(RULES));
    sometimes(3, all, "EXDATE" + one(DATES));
    for (int i = random.nextInt(5); i > 0; i--) {
      all.add(one(OTHERS));
    }
    return all;
  }

  /** In so many of ten cases. */
  private void sometimes(int often, List<String> all, String property) {
    if (random.nextInt(10) < often) {
      all.add(property);
    }
  }

  /** Escaped as in RFC 5545, or not. */
  private String written(String value) {
    return random.nextBoolean()
        ? value
        : value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;");
  }

  private String folded(String property) {
    if (random.nextInt(4) > 0) {
      return property;
    }
    int at = property.offsetByCodePoints(0, 1 + random.nextInt(Math.min(6, property.length() - 1)));
    return property.substring(0, at) + "\n " + property.substring(at);
  }

  private String one(List<String> of) {
    return HostileText.one(random, of);
  }
}
