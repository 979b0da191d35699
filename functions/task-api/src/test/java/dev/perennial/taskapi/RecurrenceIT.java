package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RecurrenceIT {

  private static final String PREVIEW = "/v1/recurrence/preview";

  private final Api api = Api.asSomebodyNew();

  @Test
  void a_preview_has_dates_instants_and_reasons() {
    var preview =
        preview("{'frequency':'monthly','monthDay':31}", "'2026-01-31','time':'09:00'", 3);

    assertThat(keys(preview))
        .containsExactly("2026-01-31T09:00", "2026-02-28T09:00", "2026-03-31T09:00");
    assertThat(preview.at("/occurrences/2").toString())
        .isEqualTo(
            "{\"occurrence\":\"2026-03-31T09:00\",\"due\":{\"date\":\"2026-03-31\","
                + "\"time\":\"09:00\",\"zone\":\"Europe/Berlin\"},"
                + "\"instant\":\"2026-03-31T07:00:00Z\"}");
    assertThat(preview.text("/explain/0")).startsWith("2026-02-28: February 2026 has no 31st");
  }

  @Test
  void a_preview_has_10_occurrences_by_default_and_100_at_most() {
    var body = "{'recurrence':{'frequency':'daily'},'due':{'date':'2026-03-01'}%s}";

    assertThat(keys(api.post(PREVIEW, body.formatted("")))).hasSize(10);
    assertThat(keys(api.post(PREVIEW, body.formatted(",'limit':100")))).hasSize(100);
    assertThat(api.post(PREVIEW, body.formatted(",'limit':101")).expect(400).pointers())
        .containsExactly("/limit");
  }

  @Test
  void a_day_starts_in_the_user_s_zone() {
    var ada = Api.asSomebodyNew();
    ada.send("PUT", "/v1/me", "{\"zone\":\"Pacific/Auckland\"}").expect(200);

    var preview =
        ada.post(PREVIEW, "{'recurrence':{'frequency':'daily'},'due':{'date':'2026-03-01'}}");

    assertThat(preview.expect(200).text("/occurrences/0/instant"))
        .isEqualTo("2026-02-28T11:00:00Z");
  }

  @Test
  void a_preview_continues_from_a_completion() {
    var body =
        "{'recurrence':{'frequency':'daily'}%s,'completedAt':'2026-03-05T12:00:00Z','limit':2}";

    assertThat(keys(api.post(PREVIEW, body.formatted(",'due':{'date':'2026-03-01'}"))))
        .containsExactly("2026-03-06", "2026-03-07");
    assertThat(keys(api.post(PREVIEW, body.formatted(""))))
        .containsExactly("2026-03-06", "2026-03-07");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{} | /recurrence /due",
        "{'recurrence':{'frequency':'daily'},'due':{'date':'2026-03-01'},'completedAt':'noon'} |"
            + " /completedAt",
        "{'recurrence':{'frequency':'daily'},'due':{'date':'2026-03-01'},"
            + "'completedAt':'+999999999-01-01T00:00:00Z'} | /completedAt",
        "{'recurrence':{'frequency':'daily'},'due':{'date':'2026-03-01'},'limit':0,'user':'x'} |"
            + " /limit /user",
      })
  void every_invalid_field_of_a_preview_is_reported(String body, String pointers) {
    assertThat(api.post(PREVIEW, body).expect(400).pointers())
        .containsExactlyInAnyOrder(pointers.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'frequency':'monthly','weekdays':['MO']} | weekdays",
        "{'frequency':'daily','weekdays':['MO']} | weekdays",
        "{'frequency':'weekly','weekdays':[]} | weekdays",
        "{'frequency':'weekly','weekdays':'MO'} | weekdays",
        "{'frequency':'weekly','weekdays':['MO','XX']} | weekdays/1",
        "{'frequency':'weekly','weekdays':['MO','MO']} | weekdays/1",
        "{'frequency':'weekly','weekdays':['MO','MO','XX']} | weekdays/1 weekdays/2",
        "{'frequency':'weekly','weekdays':['MOO','ZZ']} | weekdays/0 weekdays/1",
        "{'frequency':'weekly','weekdays':['',3,null,'FR','mo']} |"
            + " weekdays/0 weekdays/1 weekdays/2 weekdays/4",
        "{'frequency':'weekly','monthDay':3} | monthDay",
        "{'frequency':'yearly','monthDay':3} | monthDay",
        "{'frequency':'monthly','monthDay':0} | monthDay",
        "{'frequency':'monthly','monthDay':-2} | monthDay",
        "{'frequency':'monthly','monthDay':32} | monthDay",
        "{'frequency':'monthly','monthDay':3,'nth':{'ordinal':1,'weekday':'MO'}} | monthDay",
        "{'frequency':'yearly','nth':{'ordinal':1,'weekday':'MO'}} | nth",
        "{'frequency':'monthly','nth':{'ordinal':6,'weekday':'MO'}} | nth/ordinal",
        "{'frequency':'monthly','nth':{'ordinal':0,'weekday':'monday','day':1}} |"
            + " nth/ordinal nth/weekday nth/day",
        "{'frequency':'monthly','nth':{}} | nth/ordinal nth/weekday",
        "{'frequency':'daily','monthEnd':'omit'} | monthEnd",
        "{'frequency':'weekly','monthEnd':'omit'} | monthEnd",
        "{'frequency':'monthly','monthDay':1,'monthEnd':'omit'} | monthEnd",
        "{'frequency':'monthly','monthDay':28,'monthEnd':'omit'} | monthEnd",
        "{'frequency':'monthly','monthDay':-1,'monthEnd':'omit'} | monthEnd",
        "{'frequency':'monthly','nth':{'ordinal':1,'weekday':'MO'},'monthEnd':'omit'} | monthEnd",
        "{'frequency':'monthly','nth':{'ordinal':4,'weekday':'MO'},'monthEnd':'omit'} | monthEnd",
        "{'frequency':'monthly','nth':{'ordinal':-1,'weekday':'MO'},'monthEnd':'omit'} | monthEnd",
        "{'frequency':'daily','basis':'completion','missed':'keep'} | missed",
        "{'frequency':'daily','basis':'start','missed':'all','monthEnd':1} | basis missed monthEnd",
        "{'frequency':'daily','end':{}} | end",
        "{'frequency':'daily','end':{'after':1,'until':'2027-01-01'}} | end",
        "{'frequency':'daily','end':{'after':0}} | end/after",
        "{'frequency':'daily','end':{'until':'2026-02-30'}} | end/until",
        "{'frequency':'daily','end':{'count':3,'after':3}} | end/count",
        "{'frequency':'custom'} | rrule",
        "{'frequency':'custom','rrule':5} | rrule",
        "{'frequency':'daily','rrule':'FREQ=DAILY'} | rrule",
        "{'frequency':'custom','interval':2,'rrule':'FREQ=DAILY'} | interval",
        "{'frequency':'custom','weekdays':['MO'],'rrule':'FREQ=WEEKLY'} | weekdays",
        "{'frequency':'custom','rrule':'FREQ=DAILY;COUNT=3','end':{'after':3}} | end",
        "{'frequency':'custom','rrule':'FREQ=DAILY;UNTIL=20270101','end':{'after':3}} | end",
      })
  void fields_without_effect_are_reported(String recurrence, String names) {
    assertThat(ask(recurrence).expect(400).pointers())
        .containsExactlyInAnyOrder(
            Arrays.stream(names.split(" ")).map("/recurrence/"::concat).toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'frequency':'monthly','monthEnd':'omit'}",
        "{'frequency':'monthly','monthDay':29,'monthEnd':'omit'}",
        "{'frequency':'monthly','nth':{'ordinal':5,'weekday':'MO'},'monthEnd':'omit'}",
        "{'frequency':'yearly','monthEnd':'omit'}",
        "{'frequency':'daily','monthEnd':'clamp'}",
      })
  void month_end_is_allowed_where_a_month_may_lack_the_day(String recurrence) {
    ask(recurrence).expect(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=5",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=nine",
        "FREQ=DAILY;INTERVAL=1000000000",
        "FREQ=DAILY;INTERVAL=99999999999999999999",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;INTERVAL=0;BYDAY=MO;BYSETPOS=1",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=3;UNTIL=20270101",
        "FREQ=DAILY;UNTIL=20261301",
        "FREQ=DAILY;BYDAY=MO;BYSETPOS=0",
        "FREQ=DAILY;BYDAY=MO;BYSETPOS=2",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
        "FREQ=YEARLY;BYMONTH=2;BYSETPOS=366",
        "FREQ=YEARLY;BYSETPOS=400;BYMONTH=2",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=4",
        "FREQ=DAILY;BYMONTHDAY=31;BYMONTH=4",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=4",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;BYWEEKNO=30;BYMONTH=1",
        "FREQ=YEARLY;BYYEARDAY=100;BYMONTH=1",
        "FREQ=DAILY;RSCALE=GREGORIAN;SKIP=BACKWARD",
        "FREQ=DAILY;BYEASTER=0",
        "RRULE:FREQ=DAILY",
        "every day",
        "",
      })
  void an_invalid_rule_is_refused(String rrule) {
    assertThat(custom(rrule).expect(400).pointers()).containsExactly("/recurrence/rrule");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BYHOUR=9", "BYMINUTE=9", "BYSECOND=9", "BYHOUR=9,17;BYMINUTE=30"})
  void a_time_of_day_in_an_rrule_is_refused_with_a_time_and_ignored_without(String part) {
    var rule = "{'frequency':'custom','rrule':'FREQ=DAILY;%s'}".formatted(part);
    var timed = "{'recurrence':%s,'due':{'date':'2026-03-01','time':'09:00'}}".formatted(rule);

    assertThat(api.post(PREVIEW, timed).expect(400).pointers())
        .containsExactly("/recurrence/rrule");
    assertThat(ask(rule).expect(200).text("/occurrences/1/occurrence")).isEqualTo("2026-03-02");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'except':['2026-03-32'] | /recurrence/except/0",
        "'except':['2026-03-02','2026-03-02'] | /recurrence/except/1",
        "'except':'2026-03-02' | /recurrence/except",
        "'dueAfter':'-P1D' | /recurrence/dueAfter",
        "'dueAfter':'PT8H' | /recurrence/dueAfter",
        "'dueAfter':'P367D' | /recurrence/dueAfter",
      })
  void an_invalid_exception_or_time_to_the_due_date_is_refused(String field, String pointer) {
    var rule = "{'frequency':'daily',%s}".formatted(field);

    assertThat(ask(rule).expect(400).pointers()).containsExactly(pointer);
  }

  @Test
  void exceptions_and_the_time_to_the_due_date_are_in_the_preview() {
    var preview =
        ask("{'frequency':'daily','except':['2026-03-01','2026-02-28'],'dueAfter':'P2D'}")
            .expect(200);

    assertThat(preview.text("/occurrences/0/occurrence")).isEqualTo("2026-02-27");
    assertThat(preview.text("/occurrences/0/due/date")).isEqualTo("2026-03-01");
    assertThat(preview.text("/occurrences/1/occurrence")).isEqualTo("2026-03-02");
    assertThat(preview.text("/occurrences/1/due/date")).isEqualTo("2026-03-04");
    assertThat(preview.at("/explain").toString()).contains("2026-02-28: it is an exception");
  }

  @Test
  void an_rrule_has_a_maximum_length() {
    var days = String.join(",", Collections.nCopies(366, "1"));

    custom("FREQ=YEARLY;BYYEARDAY=" + days).expect(200);
    assertThat(custom("FREQ=YEARLY;BYYEARDAY=" + days + days + days).expect(400).pointers())
        .containsExactly("/recurrence/rrule");
  }

  private Api.Response custom(String rrule) {
    return ask("{'frequency':'custom','rrule':'" + rrule + "'}");
  }

  private Api.Response ask(String recurrence) {
    return api.post(PREVIEW, "{'recurrence':%s,'due':{'date':'2026-03-01'}}".formatted(recurrence));
  }

  private Api.Response preview(String recurrence, String dateAndTime, int limit) {
    return api.post(
            PREVIEW,
            "{'recurrence':%s,'due':{'date':%s,'zone':'Europe/Berlin'},'limit':%d}"
                .formatted(recurrence, dateAndTime, limit))
        .expect(200);
  }

  private static List<String> keys(Api.Response preview) {
    var keys = new ArrayList<String>();
    for (JsonNode occurrence : preview.expect(200).at("/occurrences")) {
      keys.add(occurrence.required("occurrence").asString());
    }
    return keys;
  }
}
