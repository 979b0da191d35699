package dev.perennial.taskapi.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.request.JsonFields;
import dev.perennial.events.Due;
import dev.perennial.events.EventJson;
import dev.perennial.events.Recurrence;
import dev.perennial.tasks.Command;
import dev.perennial.tasks.edit.CreateTask;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class RecurrenceFieldsTest {

  private static final Supplier<ZoneId> UTC = () -> ZoneOffset.UTC;

  private static final Due AT_NINE =
      new Due(LocalDate.of(2026, 3, 1), LocalTime.of(9, 0), ZoneId.of("Europe/Berlin"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FREQ=DAILY;COUNT=3               | {'after':3}",
        "freq=daily;until=20260310        | {'until':'2026-03-10'}",
        "FREQ=DAILY;UNTIL=20260310T100000 | {'until':'2026-03-10'}",
        "FREQ=DAILY;UNTIL=20260310T080000Z | {'until':'2026-03-10'}",
        // 08:59:59 in Berlin, before that day's occurrence at nine.
        "FREQ=DAILY;UNTIL=20260310T075959Z | {'until':'2026-03-09'}",
        // The 11th in Berlin, half past midnight.
        "FREQ=DAILY;UNTIL=20260310T233000Z | {'until':'2026-03-10'}",
      })
  void a_rule_s_own_end_is_taken_out(String rrule, String end) {
    var rule = read("{'frequency':'custom','rrule':'" + rrule + "'}", AT_NINE);

    assertThat(rule.rrule()).isEqualTo("FREQ=DAILY");
    assertThat(rule.end())
        .isEqualTo(EventJson.MAPPER.readValue(end.replace('\'', '"'), Recurrence.End.class));
  }

  @Test
  void an_end_of_whole_days_is_in_the_users_zone_unless_the_due_date_has_one() {
    var until = "{'frequency':'custom','rrule':'FREQ=DAILY;UNTIL=20260310T233000Z'}";
    var wholeDay = AT_NINE.date();

    assertThat(read(until, null).end().until()).isEqualTo("2026-03-10");
    assertThat(read(until, new Due(wholeDay, null, null)).end().until()).isEqualTo("2026-03-10");
    assertThat(read(until, new Due(wholeDay, null, AT_NINE.zone())).end().until())
        .isEqualTo("2026-03-11");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'frequency':'daily'}",
        "{'frequency':'daily','interval':3,'basis':'completion'}",
        "{'frequency':'weekly','interval':2,'weekdays':['MO','TH'],'missed':'keep'}",
        "{'frequency':'monthly','nth':{'ordinal':-1,'weekday':'FR'},'end':{'after':5}}",
        "{'frequency':'monthly','monthDay':-1,'basis':'completion'}",
        "{'frequency':'yearly','monthEnd':'omit','end':{'until':'2036-01-01'}}",
        "{'frequency':'custom','rrule':'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=5'}",
        "{'frequency':'custom','rrule':'FREQ=MONTHLY','monthEnd':'clamp'}",
      })
  void a_returned_recurrence_can_be_sent_back(String recurrence) {
    var rule = read(recurrence, AT_NINE);

    assertThat(read(EventJson.MAPPER.writeValueAsString(rule), AT_NINE)).isEqualTo(rule);
  }

  @Test
  void a_moved_due_date_does_not_affect_the_rule() {
    // From the 15th there is a day in each February, from the 31st there would be none.
    var draft =
        TaskFields.draft(
            json(
                "{'title':'a','due':{'date':'2026-02-15'},"
                    + "'recurrence':{'frequency':'custom','rrule':'FREQ=YEARLY;BYMONTH=2'}}"),
            "ada",
            UTC);
    var task =
        CreateTask.create(UUID.randomUUID(), draft, Command.now("ada", null, Instant.EPOCH)).task();

    var moved = TaskFields.edit(task, json("{'due':{'date':'2026-03-31'}}"), null, "ada", UTC);

    assertThat(moved.draft().recurrence()).isEqualTo(draft.recurrence());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'frequency':'custom','rrule':'FREQ=DAILY'} | {'frequency':'daily','rrule':null} | clamp",
        "{'frequency':'custom','rrule':'FREQ=DAILY'} | {'frequency':'monthly','rrule':null} |"
            + " clamp",
        "{'frequency':'custom','rrule':'FREQ=DAILY'} | {'rrule':'FREQ=MONTHLY'} | omit",
        "{'frequency':'custom','rrule':'FREQ=MONTHLY','monthEnd':'clamp'} |"
            + " {'rrule':'FREQ=YEARLY'} | clamp",
        "{'frequency':'monthly'} | {'frequency':'custom','rrule':'FREQ=MONTHLY'} | omit",
        "{'frequency':'monthly','monthDay':31,'monthEnd':'omit'} | {'monthDay':30} | omit",
        "{'frequency':'monthly','monthDay':31,'monthEnd':'omit'} | {'monthDay':28} | clamp",
        "{'frequency':'monthly','monthDay':31,'monthEnd':'omit'} |"
            + " {'monthDay':null,'nth':{'ordinal':-1,'weekday':'MO'}} | clamp",
        "{'frequency':'yearly','monthEnd':'omit'} | {'frequency':'monthly'} | omit",
        "{'frequency':'yearly','monthEnd':'omit'} | {'frequency':'weekly'} | clamp",
      })
  void month_end_follows_the_merged_fields_unless_the_patch_mentions_it(
      String rule, String patch, String monthEnd) {
    var json = "{'title':'a','due':{'date':'2026-01-31'},'recurrence':%s}".formatted(rule);
    var command = Command.now("ada", null, Instant.EPOCH);
    var task =
        CreateTask.create(UUID.randomUUID(), TaskFields.draft(json(json), "ada", UTC), command)
            .task();

    var edit = TaskFields.edit(task, json("{'recurrence':" + patch + "}"), null, "ada", UTC);

    assertThat(edit.draft().recurrence().monthEnd().name()).isEqualToIgnoringCase(monthEnd);
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-10",
    "UTC, 2026-03-09",
    "America/New_York, 2026-03-09",
  })
  void an_until_in_utc_is_read_in_the_zone_of_the_user_if_the_due_date_has_none(
      ZoneId zone, String until) {
    var nine = new Due(LocalDate.of(2026, 3, 1), LocalTime.of(9, 0), null);

    var rule =
        read(
            "{'frequency':'custom','rrule':'FREQ=DAILY;UNTIL=20260310T080000Z'}", nine, () -> zone);

    assertThat(rule.end().until()).isEqualTo(until);
  }

  @Test
  void without_a_due_date_a_rule_is_refused_only_if_no_date_would_help() {
    assertThat(errors("{'frequency':'custom','rrule':'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'}"))
        .isTrue();
    assertThat(
            errors(
                "{'frequency':'custom','rrule':'FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29'}"))
        .isFalse();
  }

  private static boolean errors(String recurrence) {
    var errors = new FieldErrors();
    RecurrenceFields.read(fields(recurrence, errors), "recurrence", null, UTC, errors);
    return errors.has("/recurrence/rrule");
  }

  private static Recurrence read(String recurrence, @Nullable Due due) {
    return read(recurrence, due, UTC);
  }

  private static Recurrence read(String recurrence, @Nullable Due due, Supplier<ZoneId> userZone) {
    var errors = new FieldErrors();
    var rule =
        RecurrenceFields.read(fields(recurrence, errors), "recurrence", due, userZone, errors);
    errors.throwIfAny();
    return Objects.requireNonNull(rule);
  }

  private static JsonFields fields(String recurrence, FieldErrors errors) {
    return JsonFields.of(json("{'recurrence':" + recurrence + "}"), errors, Set.of("recurrence"));
  }

  private static ObjectNode json(String json) {
    return (ObjectNode) EventJson.MAPPER.readTree(json.replace('\'', '"'));
  }
}
