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

  private Api.Response quick(String line) {
    return api.post("/v1/tasks", "{'quick':'" + line + "'}");
  }
}
