package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.events.EventJson;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.Recur;
import net.fortuna.ical4j.model.component.CalendarComponent;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An export without the X-PERENNIAL properties, as other iCalendar programs read it. */
class PlainCalendarIT {

  private static final String CALENDAR = "text/calendar";
  private static final Pattern OURS = Pattern.compile("X-PERENNIAL-[^\r]*\r\n([ \t][^\r]*\r\n)*");
  private static final Pattern DAY = Pattern.compile("(\\d{4})-?(\\d{2})-?(\\d{2}).*");
  private static final Pattern COUNT = Pattern.compile(";COUNT=(\\d+)");
  private static final int DATES = 20;

  private final Api ada = Api.asSomebodyNew();
  private final Api bob = Api.asSomebodyNew();

  @Test
  void a_task_is_imported_the_same_without_our_extension_properties() {
    ada.create(
        "{'title':'All of it','description':'a\\n"
            + "\\tb, c; \\\\ d','priority':'high','tags':['a','b, c'],"
            + "'due':{'date':'2026-03-29','time':'02:30','zone':'Europe/Berlin'},'reminders':["
            + "{'before':'PT15M'},{'before':'-P1D'},{'before':'PT0S'},{'before':'P8DT1M'},"
            + "{'at':'2026-03-01T09:00','zone':'Asia/Tokyo'}]}");
    ada.create("{'title':'All day','due':{'date':'2026-03-29'},'reminders':[{'before':'-PT9H'}]}");
    ada.create("{'title':'In no zone','due':{'date':'2026-03-29','time':'02:30'}}");
    ada.create(
        "{'title':'At a time','reminders':[{'at':'2026-10-25T02:30','zone':'Europe/Rome'}]}");
    for (var priority : List.of("medium", "low", "none")) {
      ada.create("{'title':'Of %1$s','priority':'%1$s'}".formatted(priority));
    }
    ada.post(ada.create("{'title':'Done','due':{'date':'2026-03-29'}}") + "/complete", "");
    ada.post(
        ada.create(
                "{'title':'Skipped','due':{'date':'2026-01-01'},'recurrence':{'frequency':'daily'}}")
            + "/skip",
        "");

    bringInPlainly();

    assertThat(said(bob)).hasSize(9).isEqualTo(said(ada));
  }

  @Test
  void a_rule_gives_the_same_dates_without_our_extension_properties() throws Exception {
    makeOneOfEachRule();

    bringInPlainly();

    assertThat(dates(bob)).hasSizeGreaterThan(25).isEqualTo(dates(ada));
  }

  @Test
  void another_engine_finds_the_same_dates_from_the_start_on() throws Exception {
    makeOneOfEachRule();
    var theirs = datesOfIcal4j(plain(TransferIT.export(ada, CALENDAR)));
    var ours = new TreeMap<String, List<LocalDate>>();
    dates(ada)
        .forEach(
            (title, dates) -> ours.put(title, dates.stream().map(PlainCalendarIT::date).toList()));
    ours.keySet().retainAll(theirs.keySet());

    assertThat(theirs).hasSizeGreaterThan(25).isEqualTo(ours);
  }

  /** The first occurrence of each series, and the second where the rule gives it. */
  private void makeOneOfEachRule() {
    var somewhere = ",'time':'09:00','zone':'America/New_York'";
    var rules = new ArrayList<>(TransferIT.RULES);
    for (var frequency : List.of("MONTHLY", "YEARLY")) {
      rules.add("{'frequency':'custom','rrule':'FREQ=%s','monthEnd':'clamp'}".formatted(frequency));
    }
    for (var rule : rules) {
      for (var due : List.of("'date':'2026-01-31'" + somewhere, "'date':'2024-02-29'")) {
        var what = rule.replace("'", "") + due.replace("'", "");
        create("first " + what, due, rule);
        if (!rule.contains("completion")) {
          var first = create("second " + what, due, rule);
          ada.with("X-Happened-At", "2023-01-01T00:00:00Z");
          ada.post(first + "/complete", "").expect(200);
          ada.with("X-Happened-At", null);
          NextOccurrences.after(ada, first);
        }
      }
    }
    var moved =
        create(
            "moved",
            "'date':'2026-01-31'",
            "{'frequency':'weekly','interval':2,'end':{'after':5}}");
    ada.patch(moved + "?scope=this", "{'due':{'date':'2026-02-09'}}").expect(200);
  }

  private String create(String title, String due, String rule) {
    return ada.create("{'title':'%s','due':{%s},'recurrence':%s}".formatted(title, due, rule));
  }

  private void bringInPlainly() {
    var report = TransferIT.bringIn(bob, CALENDAR, plain(TransferIT.export(ada, CALENDAR)));
    assertThat(report.at("/failed").asInt()).as(report.at("").toString()).isZero();
  }

  private static String plain(String export) {
    var plain = OURS.matcher(export).replaceAll("");
    assertThat(export).contains("X-PERENNIAL");
    assertThat(plain).doesNotContain("X-PERENNIAL").contains("BEGIN:VTODO");
    return plain;
  }

  private static List<ObjectNode> tasks(Api of) {
    return TransferIT.lines(TransferIT.export(of)).stream()
        .filter(line -> line.path("kind").asString().equals("task"))
        .map(ObjectNode.class::cast)
        .toList();
  }

  /** By title, the properties that iCalendar has. */
  private static Map<String, String> said(Api of) {
    var said = new TreeMap<String, String>();
    for (var task : tasks(of)) {
      var only = task.deepCopy().retain("description", "priority", "tags", "due", "status");
      var closed = task.path("completedAt").asString("");
      said.put(
          task.path("title").asString(),
          only + " reminders " + reminders(task) + " completed " + toTheSecond(closed));
    }
    return said;
  }

  private static String toTheSecond(String moment) {
    return moment.isEmpty() ? "" : Instant.parse(moment).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static List<String> reminders(JsonNode task) {
    return task.path("reminders")
        .valueStream()
        .map(
            reminder ->
                reminder.path("at").isString()
                    ? LocalDateTime.parse(reminder.path("at").asString())
                        .atZone(ZoneId.of(reminder.path("zone").asString()))
                        .toInstant()
                        .toString()
                    : Duration.parse(reminder.path("before").asString()).toString())
        .toList();
  }

  /** By title, the instants at which an open task and its following occurrences are due. */
  private static Map<String, List<String>> dates(Api of) {
    var dates = new TreeMap<String, List<String>>();
    for (var task : tasks(of)) {
      if (task.path("status").asString().equals("open")) {
        var request = EventJson.MAPPER.createObjectNode().put("limit", 100);
        request.set("recurrence", task.get("recurrence"));
        request.set("due", task.get("anchor"));
        var from = task.path("occurrence").asString();
        dates.put(
            task.path("title").asString(),
            of.post("/v1/recurrence/preview", request.toString())
                .expect(200)
                .at("/occurrences")
                .valueStream()
                .filter(found -> found.path("occurrence").asString().compareTo(from) >= 0)
                .map(found -> found.path("occurrence").asString() + " " + found.path("instant"))
                .limit(DATES)
                .toList());
      }
    }
    return dates;
  }

  /** By title, by ical4j, which does not support SKIP (RFC 7529) and omits such months. */
  private static Map<String, List<LocalDate>> datesOfIcal4j(String calendar)
      throws IOException, ParserException {
    var dates = new TreeMap<String, List<LocalDate>>();
    for (CalendarComponent todo :
        new CalendarBuilder().build(new StringReader(calendar)).getComponents()) {
      var rrule = value(todo, "RRULE");
      if (!rrule.isEmpty() && !rrule.contains("SKIP=")) {
        dates.put(value(todo, "SUMMARY"), datesOfIcal4j(rrule, date(value(todo, "DTSTART"))));
      }
    }
    return dates;
  }

  /**
   * DTSTART is the first and is counted, even if the rule does not give it (RFC 5545, section
   * 3.8.5.3), which ical4j does not do. UNTIL is reduced to its date.
   */
  private static List<LocalDate> datesOfIcal4j(String rrule, LocalDate start) {
    var count = COUNT.matcher(rrule);
    var most = count.find() ? Math.min(DATES, Integer.parseInt(count.group(1))) : DATES;
    var endless = count.replaceFirst("").replaceFirst("(UNTIL=\\d{8})\\w*", "$1");
    var dates =
        new TreeSet<>(new Recur<LocalDate>(endless).getDates(start, start, start.plusYears(99)));
    dates.add(start);
    return dates.stream().limit(most).toList();
  }

  private static String value(CalendarComponent todo, String property) {
    return todo.getProperty(property).map(Property::getValue).orElse("");
  }

  private static LocalDate date(String text) {
    Matcher day = DAY.matcher(text);
    assertThat(day.matches()).as(text).isTrue();
    return LocalDate.parse(String.join("-", day.group(1), day.group(2), day.group(3)));
  }
}
