package dev.perennial.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.Problem.FieldError;
import dev.perennial.api.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonFieldsTest {

  private final FieldErrors errors = new FieldErrors();

  @Test
  void reads_valid_fields() {
    var fields =
        fields(
            "{\"a\":\"\",\"b\":{\"c\":3},\"d\":\"monday\",\"e\":[\"x\",\"y\"],\"f\":\"2026-03-01\"}");

    assertThat(fields.text("a", 5)).isEmpty();
    assertThat(fields.object("b", Set.of("c")).integer("c", 1, 3)).isEqualTo(3);
    assertThat(fields.choice("d", DayOfWeek.class)).isEqualTo(DayOfWeek.MONDAY);
    assertThat(fields.visibleTexts("e", 2, 1)).containsExactly("x", "y");
    LocalDate date = fields.parsed("f", LocalDate::parse, "a date");
    assertThat(date).isEqualTo("2026-03-01");
    errors.throwIfAny();
  }

  @Test
  void names_the_fields_that_there_may_be_beside_an_unknown_one() {
    fields("{\"A\":1,\"b\":{\"c\":1}}").object("b", Set.of());

    assertThat(errors.problem().orElseThrow().problem().errors())
        .extracting(FieldError::detail)
        .containsExactly(
            "there is no such field; there may be a, b, c, d, e, f, g",
            "there is no such field; there are none");
  }

  @Test
  void reads_null_as_absent() {
    var fields = fields("{\"a\":null}");

    assertThat(fields.text("a", 5)).isNull();
    assertThat(fields.object("a", Set.of())).isNull();
    assertThat(fields.visibleTexts("a", 2, 1)).isEmpty();
    assertThat(fields.choice("b", DayOfWeek.class)).isNull();
    errors.throwIfAny();
  }

  @Test
  void reports_all_errors_at_once() {
    var fields =
        fields(
            "{\"a\":1,\"b\":{\"c\":4,\"z\":1},\"d\":\"MONDAY\",\"e\":[\"x\",\""
                + " \",\"x\",2],\"f\":\"soon\"}");

    fields.text("a", 5);
    fields.object("b", Set.of("c")).integer("c", 1, 3);
    fields.choice("d", DayOfWeek.class);
    fields.visibleTexts("e", 9, 9);
    fields.parsed("f", LocalDate::parse, "must be a date");
    fields.require("g");

    assertThat(pointers())
        .containsExactly("/a", "/b/z", "/b/c", "/d", "/e/1", "/e/2", "/e/3", "/f", "/g");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0",
        "1e0",
        "\"1\"",
        "true",
        "99999999999999999999",
        "1e999999999",
        "[]",
        "{}",
        "0",
        "4"
      })
  void refuses_numbers_that_are_not_whole_or_out_of_range(String number) {
    fields("{\"a\":" + number + "}").integer("a", 1, 3);

    assertThat(pointers()).containsExactly("/a");
  }

  @Test
  void escapes_names_in_pointers() {
    fields("{\"x/y~z\":1}");

    assertThat(pointers()).containsExactly("/x~1y~0z");
  }

  @Test
  void counts_characters_as_code_points() {
    var plants = "\uD83C\uDF31".repeat(5);

    assertThat(fields("{\"a\":\"" + plants + "\"}").text("a", 5)).isEqualTo(plants);
    errors.throwIfAny();
    fields("{\"a\":\"" + plants + "!\"}").text("a", 5);
    assertThat(pointers()).containsExactly("/a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\\u0000y", "x\\ud83cy", "\\udf31\\ud83c"})
  void refuses_text_that_postgres_cannot_store(String text) {
    fields("{\"a\":\"" + text + "\"}").text("a", 9);

    assertThat(pointers()).containsExactly("/a");
  }

  @Test
  void reports_a_bounded_number_of_errors() {
    var names = new StringBuilder("{");
    for (int i = 0; i < 2_000; i++) {
      names.append("\"x").append(i).append("\":0,");
    }
    fields(names.append("\"a\":0}").toString());

    assertThat(pointers()).hasSize(50);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "null", "\"text\"", "1"})
  void a_body_that_is_no_object_is_invalid_as_a_whole(String body) {
    assertThatThrownBy(() -> JsonFields.of(json(body), errors, Set.of()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problem().errors())
                    .extracting(FieldError::pointer)
                    .containsExactly(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1}{",
        "{\"a\":1,\"a\":2}",
        "{\"a\":NaN}",
        "{'a':1}",
        "\uFEFF"
      })
  void text_that_is_no_json_is_malformed(String body) {
    assertThatThrownBy(() -> json(body))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().title()).isEqualTo("Malformed JSON"));
  }

  @Test
  void bytes_that_are_no_utf_8_are_malformed() {
    var half = "{\"a\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> JsonBody.parse(half)).isInstanceOf(ProblemException.class);
  }

  @Test
  void excessive_nesting_is_malformed() {
    assertThatThrownBy(() -> json("[".repeat(30_000))).isInstanceOf(ProblemException.class);
  }

  private JsonFields fields(String json) {
    return JsonFields.of(json(json), errors, Set.of("a", "b", "c", "d", "e", "f", "g"));
  }

  private static JsonNode json(String json) {
    return JsonBody.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> pointers() {
    try {
      errors.throwIfAny();
      return List.of();
    } catch (ProblemException e) {
      return e.problem().errors().stream().map(FieldError::pointer).toList();
    }
  }
}
