package dev.perennial.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import tools.jackson.databind.JsonNode;

/** The record of a recurrence and its schema take and refuse the same. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RecurrenceContractTest {

  static final Set<String> WHOLE =
      Set.of(
          "{'frequency':'daily','interval':3,'basis':'completion','missed':'skip','monthEnd':'clamp'}",
          "{'frequency':'weekly','interval':2,'weekdays':['MO','TH'],'basis':'due','missed':'keep',"
              + "'monthEnd':'clamp','end':{'after':10}}",
          "{'frequency':'monthly','interval':1,'monthDay':-1,'basis':'due','missed':'skip',"
              + "'monthEnd':'clamp'}",
          "{'frequency':'monthly','interval':1,'nth':{'ordinal':5,'weekday':'FR'},'basis':'due',"
              + "'missed':'skip','monthEnd':'omit'}",
          "{'frequency':'yearly','interval':1,'basis':'due','missed':'skip','monthEnd':'omit',"
              + "'end':{'until':'2030-02-28'}}",
          "{'frequency':'custom','interval':1,'rrule':'FREQ=DAILY;BYDAY=MO,TU','basis':'due',"
              + "'missed':'skip','monthEnd':'omit','except':['2026-03-02','2026-03-03'],"
              + "'dueAfter':'PT48H'}");

  @ParameterizedTest
  @FieldSource("WHOLE")
  void a_whole_rule_is_read_and_written_as_it_is(String rule) {
    JsonNode written = json(EventJson.write(read(rule)));

    assertThat(PublishedContract.definitionViolations("recurrence", quoted(rule))).isEmpty();
    assertThat(written).isEqualTo(json(quoted(rule).getBytes(UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'frequency':'daily','interval':1,'monthEnd':'omit'} | clamp",
        "{'frequency':'monthly','interval':1,'monthDay':28,'monthEnd':'omit'} | clamp",
        "{'frequency':'monthly','interval':1,'monthDay':-1,'monthEnd':'omit'} | clamp",
        "{'frequency':'monthly','interval':1,'nth':{'ordinal':4,'weekday':'FR'},'monthEnd':'omit'}"
            + " | clamp",
        "{'frequency':'monthly','interval':1,'monthDay':29,'monthEnd':'omit'} | omit",
        "{'frequency':'monthly','interval':1,'monthEnd':'omit'} | omit",
      })
  void a_month_s_end_is_one_where_every_month_has_the_day(String rule, String monthEnd) {
    assertThat(json(EventJson.write(read(rule))).required("monthEnd").asString())
        .isEqualTo(monthEnd);
  }

  @Test
  void the_samples_have_exactly_the_fields_of_the_schema() {
    Set<String> said = new TreeSet<>();
    WHOLE.forEach(rule -> said.addAll(json(EventJson.write(read(rule))).propertyNames()));

    assertThat(said)
        .containsExactlyInAnyOrderElementsOf(
            PublishedContract.definition("recurrence").required("properties").propertyNames());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'frequency':'daily','interval':1}           | clamp",
        "{'frequency':'custom','interval':1,'rrule':'FREQ=DAILY'} | omit",
        "{'frequency':'monthly','interval':1,'weekdays':null,'monthDay':null,'nth':null,'rrule':null,'basis':null,'missed':null,'monthEnd':null,'end':null}"
            + " | clamp",
      })
  void an_absent_field_has_the_default(String rule, String monthEnd) {
    JsonNode written = json(EventJson.write(read(rule)));

    assertThat(PublishedContract.definitionViolations("recurrence", quoted(rule))).isEmpty();
    assertThat(written.required("basis").asString()).isEqualTo("due");
    assertThat(written.required("missed").asString()).isEqualTo("skip");
    assertThat(written.required("monthEnd").asString()).isEqualTo(monthEnd);
    assertThat(written.valueStream()).noneMatch(JsonNode::isNull);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'frequency':'monthly','interval':1,'weekdays':['MO']}      | /weekdays",
        "{'frequency':'weekly','interval':1,'weekdays':['MO',null]}  | /weekdays/1",
        "{'frequency':'weekly','interval':1,'weekdays':['monday']}   | /weekdays/0",
        "{'frequency':'weekly','interval':1,'monthDay':3}            | /monthDay",
        "{'frequency':'monthly','interval':1,'monthDay':0}           | /monthDay",
        "{'frequency':'monthly','interval':1,'monthDay':-2}          | /monthDay",
        "{'frequency':'monthly','interval':1,'monthDay':32}          | /monthDay",
        "{'frequency':'monthly','interval':1,'monthDay':3,'nth':{'ordinal':1,'weekday':'MO'}} |"
            + " /monthDay",
        "{'frequency':'yearly','interval':1,'nth':{'ordinal':1,'weekday':'MO'}} | /nth",
        "{'frequency':'monthly','interval':1,'nth':{'ordinal':6,'weekday':'MO'}} | /nth/ordinal",
        "{'frequency':'monthly','interval':1,'nth':{'ordinal':0,'weekday':'MO'}} | /nth/ordinal",
        "{'frequency':'monthly','interval':1,'nth':{'weekday':'MO'}} | /nth/ordinal",
        "{'frequency':'monthly','interval':1,'nth':{'ordinal':1}}    | /nth/weekday",
        "{'frequency':'daily','interval':1,'rrule':'FREQ=DAILY'}     | /rrule",
        "{'frequency':'custom','interval':1}                         | /rrule",
        "{'frequency':'custom','interval':1,'rrule':null}            | /rrule",
        "{'frequency':'hourly','interval':1}                         | /frequency",
        "{'interval':1}                                              | /frequency",
        "{'frequency':'daily'}                                       | /interval",
        "{'frequency':'daily','interval':0}                          | /interval",
        "{'frequency':'daily','interval':1,'basis':'start'}          | /basis",
        "{'frequency':'daily','interval':1,'end':{}}                 | /end/until",
        "{'frequency':'daily','interval':1,'end':{'after':0}}        | /end/after",
        "{'frequency':'daily','interval':1,'end':{'until':'soon'}}   | /end/until",
        "{'frequency':'daily','interval':1,'end':{'after':1,'until':'2026-03-01'}} | /end/until",
      })
  void an_incomplete_or_invalid_rule_is_refused_by_its_field(String rule, String pointer) {
    assertThat(PublishedContract.definitionViolations("recurrence", quoted(rule))).isNotEmpty();
    assertThatExceptionOfType(WrongPayload.class)
        .isThrownBy(() -> read(rule))
        .satisfies(wrong -> assertThat(wrong.pointer()).isEqualTo(pointer));
  }

  private static Recurrence read(String rule) {
    return EventJson.read(quoted(rule).getBytes(UTF_8), Recurrence.class);
  }

  private static JsonNode json(byte[] json) {
    return EventJson.MAPPER.readTree(json);
  }

  private static String quoted(String rule) {
    return rule.strip().replace('\'', '"');
  }
}
