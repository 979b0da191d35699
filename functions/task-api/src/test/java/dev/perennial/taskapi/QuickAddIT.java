package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class QuickAddIT {

  private final Api api = Api.asSomebodyNew();

  @Test
  void a_line_becomes_a_task_and_its_phrases_are_returned() {
    var created = quick("water plants every 3 days at 9 #home p1 from tomorrow").expect(201);

    assertThat(created.text("/title")).isEqualTo("water plants");
    assertThat(created.text("/priority")).isEqualTo("high");
    assertThat(created.text("/tags/0")).isEqualTo("home");
    assertThat(created.text("/recurrence/frequency")).isEqualTo("daily");
    assertThat(created.at("/recurrence/interval").intValue()).isEqualTo(3);
    assertThat(created.text("/due/time")).isEqualTo("09:00");
    assertThat(created.at("/understood").size()).isEqualTo(5);
    assertThat(created.text("/understood/0/text")).isEqualTo("every 3 days");
    assertThat(created.text("/understood/1/as")).isEqualTo("time: 09:00");
    assertThat(api.get(created.header("Location")).at("/understood").isMissingNode()).isTrue();
  }

  @Test
  void tomorrow_is_in_the_user_s_zone() {
    api.send("PUT", "/v1/me", "{\"zone\":\"Pacific/Kiritimati\"}").expect(200);
    var there = LocalDate.now(ZoneId.of("Pacific/Kiritimati"));

    var due = LocalDate.parse(quick("call home tomorrow").expect(201).text("/due/date"));

    assertThat(due).isBetween(there.plusDays(1), there.plusDays(2));
    assertThat(due).isAfter(LocalDate.now(ZoneOffset.UTC));
  }

  @Test
  void quoted_text_is_not_parsed() {
    var created = quick("read 'every day at 9' p2".replace('\'', '\u201c')).expect(201);

    assertThat(created.text("/title")).contains("every day at 9");
    assertThat(created.text("/priority")).isEqualTo("medium");
    assertThat(created.at("/recurrence").isNull()).isTrue();
  }

  @Test
  void explicit_fields_take_precedence_over_the_line() {
    var created =
        api.post(
                "/v1/tasks",
                "{'quick':'call home every day p1','priority':'low','recurrence':null}")
            .expect(201);

    assertThat(created.text("/priority")).isEqualTo("low");
    assertThat(created.at("/recurrence").isNull()).isTrue();
    assertThat(created.text("/title")).isEqualTo("call home");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'quick':''} | /quick",
        "{'quick':'  '} | /quick",
        "{'quick':7} | /quick",
        "{'quick':'a','title':'b'} | /title",
        "{'quick':'a','colour':'red'} | /colour",
        "{'quick':'a','due':{'date':'never'}} | /due/date",
      })
  void an_invalid_line_is_reported(String body, String pointer) {
    assertThat(api.post("/v1/tasks", body).expect(400).pointers()).containsExactly(pointer);
  }

  @Test
  void a_line_has_500_characters_at_most() {
    quick("a".repeat(500)).expect(201);
    assertThat(quick("a".repeat(501)).expect(400).pointers()).containsExactly("/quick");
  }

  @Test
  void a_preview_is_what_the_line_creates_and_creates_nothing() {
    var line = "water plants every 3 days at 9 #home p1 from tomorrow";
    var before = api.get("/v1/tasks").expect(200).at("/items").size();

    var preview = preview("{'quick':'" + line + "'}").expect(200);

    assertThat(api.get("/v1/tasks").expect(200).at("/items").size()).isEqualTo(before);
    var created = quick(line).expect(201);
    assertThat(preview.at("/understood")).isEqualTo(created.at("/understood"));
    assertThat(preview.at("/task").propertyNames()).hasSize(9);
    for (var field : preview.at("/task").propertyNames()) {
      assertThat(preview.at("/task/" + field)).as(field).isEqualTo(created.at("/" + field));
    }
  }

  @Test
  void the_ranges_of_a_preview_are_in_utf_16_units_of_the_line_as_it_was_sent() {
    var line = "  \ud83c\udf31 plants, tomorrow at 9  #gr\u00fcn !";

    var understood = preview("{'quick':'" + line + "'}").expect(200).at("/understood");

    assertThat(understood.valueStream().map(phrase -> phrase.required("kind").asString()))
        .containsExactly("date", "time", "tag");
    for (var phrase : understood) {
      var range = line.substring(phrase.required("start").asInt(), phrase.required("end").asInt());
      assertThat(range).isEqualTo(phrase.required("text").asString());
      assertThat(phrase.required("as").asString())
          .startsWith(phrase.required("kind").asString() + ": ");
    }
  }

  @Test
  void a_preview_of_explicit_fields_prefers_them_as_quick_add_does() {
    var preview =
        preview("{'quick':'call home every day p1','priority':'low','recurrence':null}")
            .expect(200);

    assertThat(preview.text("/task/priority")).isEqualTo("low");
    assertThat(preview.at("/task/recurrence").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | /quick",
        "{'title':'a'} | /quick",
        "{'quick':null} | /quick",
        "{'quick':''} | /quick",
        "{'quick':7} | /quick",
        "{'quick':'a','title':'b'} | /title",
        "{'quick':'a','colour':'red'} | /colour",
        "{'quick':'a','due':{'date':'never'}} | /due/date",
      })
  void a_preview_has_the_errors_of_quick_add(String body, String pointer) {
    assertThat(preview(body).expect(400).pointers()).containsExactly(pointer);
  }

  private Api.Response preview(String body) {
    return api.post("/v1/quick/preview", body);
  }

  private Api.Response quick(String line) {
    return api.post("/v1/tasks", "{'quick':'" + line + "'}");
  }
}
