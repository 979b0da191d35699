package dev.perennial.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EventJsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/task",
        "/task/id",
        "/task/listId",
        "/task/title",
        "/task/priority",
        "/task/tags",
        "/task/due/date",
        "/task/status",
        "/task/completedAt",
        "/task/recurrence/frequency",
        "/task/recurrence/interval",
        "/task/version",
        "/task/createdAt",
        "/task/updatedAt",
        "/changes",
        "/audience",
        "/client/kind"
      })
  void a_required_field_that_is_missing_is_named(String pointer) {
    ObjectNode payload = completed();
    remove(payload, JsonPointer.compile(pointer));

    assertThatExceptionOfType(WrongPayload.class)
        .isThrownBy(() -> read(payload))
        .satisfies(wrong -> assertThat(wrong.pointer()).isEqualTo(pointer))
        .withMessageStartingWith(pointer + " is ");
  }

  @ParameterizedTest
  @CsvSource({"PT-30M, -PT30M", "PT-1H-30M-0.5S, -PT1H30M0.5S", "PT1H30M, PT1H30M", "PT0S, PT0S"})
  void a_duration_has_one_sign_before_the_whole(Duration duration, String text) {
    var reminder = new Reminder(duration, null, null);
    JsonNode json = EventJson.MAPPER.valueToTree(reminder);

    assertThat(json.path("before").asString()).isEqualTo(text);
    assertThat(EventJson.read(EventJson.write(json), Reminder.class)).isEqualTo(reminder);
  }

  @ParameterizedTest
  @MethodSource("everyField")
  void a_field_may_be_absent_only_if_the_schema_allows_it(EventType type, JsonPointer field) {
    ObjectNode payload = payload(type);
    remove(payload, field);

    assertThatTheRecordAgreesWithTheSchema(type, payload, field);
  }

  @ParameterizedTest
  @MethodSource("everyField")
  void a_field_may_be_null_only_if_the_schema_allows_it(EventType type, JsonPointer field) {
    ObjectNode payload = payload(type);
    put(payload, field, EventJson.MAPPER.nullNode());

    assertThatTheRecordAgreesWithTheSchema(type, payload, field);
  }

  @ParameterizedTest
  @MethodSource("everyField")
  void a_field_may_be_of_another_type_only_if_the_schema_allows_it(
      EventType type, JsonPointer field) {
    ObjectNode payload = payload(type);
    boolean isContainer = payload.at(field).isContainer();
    put(
        payload,
        field,
        isContainer ? EventJson.MAPPER.valueToTree("text") : EventJson.MAPPER.createObjectNode());

    assertThatTheRecordAgreesWithTheSchema(type, payload, field);
  }

  @ParameterizedTest
  @CsvSource({
    "/task/title,               17",
    "/task/version,             '\"3\"'",
    "/task/version,             0",
    "/task/recurrence/interval, 0",
    "/task/priority,            '\"urgent\"'",
    "/task/id,                  '\"17\"'",
    "/task/due/zone,            '\"Mars/Olympus\"'",
    "/task/due/date,            '\"2026-02-30\"'"
  })
  void a_value_that_cannot_be_is_refused_without_being_repeated(String field, String value) {
    ObjectNode payload = completed();
    JsonNode wrong = EventJson.MAPPER.readTree(value);
    put(payload, JsonPointer.compile(field), wrong);

    assertThatExceptionOfType(WrongPayload.class)
        .isThrownBy(() -> read(payload))
        .satisfies(refused -> assertThat(refused.pointer()).isEqualTo(field))
        .satisfies(refused -> assertThat(refused.reason()).doesNotContain(wrong.asString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "17", "{\"task\":", "not json at all"})
  void a_text_that_is_no_payload_is_refused_as_a_whole(String payload) {
    assertThatExceptionOfType(WrongPayload.class)
        .isThrownBy(() -> EventJson.read(payload.getBytes(UTF_8), TaskEvent.class))
        .withMessageContaining("the payload");
  }

  @Test
  void a_field_of_a_later_version_is_ignored() {
    ObjectNode payload = completed();
    ((ObjectNode) payload.required("task")).put("mood", "cheerful");

    assertThat(read(payload)).isEqualTo(read(completed()));
  }

  @Test
  void the_lists_of_a_payload_do_not_change_with_their_origin() {
    List<String> audience = new ArrayList<>(List.of("ada"));
    var event = new TaskEvent(read(completed()).task(), Map.of(), audience, null, null);

    audience.add("grace");

    assertThat(event.audience()).containsExactly("ada");
  }

  /** Every field, element and entry of a payload that has them all. */
  static Stream<Arguments> everyField() {
    return Stream.of(EventType.TASK_COMPLETED, EventType.LIST_SHARED, EventType.PROFILE_UPDATED)
        .flatMap(
            type ->
                fieldsBelow(JsonPointer.empty(), payload(type))
                    .map(field -> Arguments.of(type, field)));
  }

  private static Stream<JsonPointer> fieldsBelow(JsonPointer here, JsonNode node) {
    return node.propertyStream()
        .flatMap(
            field -> {
              JsonPointer pointer = here.appendProperty(field.getKey());
              return Stream.concat(Stream.of(pointer), fieldsBelow(pointer, field.getValue()));
            });
  }

  private static void assertThatTheRecordAgreesWithTheSchema(
      EventType type, ObjectNode payload, JsonPointer field) {
    ThrowingCallable reading =
        () -> EventJson.read(EventJson.write(payload), PublishedContract.payload(type));
    if (PublishedContract.kindViolations(type, payload.toString()).isEmpty()) {
      assertThatCode(reading).doesNotThrowAnyException();
    } else {
      assertThatExceptionOfType(WrongPayload.class)
          .isThrownBy(reading)
          .satisfies(wrong -> assertThat(wrong.pointer()).isEqualTo(field.toString()));
    }
  }

  private static ObjectNode completed() {
    return payload(EventType.TASK_COMPLETED);
  }

  private static ObjectNode payload(EventType type) {
    return (ObjectNode) PublishedContract.samplePayload(type);
  }

  private static TaskEvent read(JsonNode payload) {
    return EventJson.read(EventJson.write(payload), TaskEvent.class);
  }

  private static void remove(ObjectNode payload, JsonPointer field) {
    ((ObjectNode) payload.at(field.head())).remove(field.last().getMatchingProperty());
  }

  private static void put(ObjectNode payload, JsonPointer field, JsonNode value) {
    ((ObjectNode) payload.at(field.head())).set(field.last().getMatchingProperty(), value);
  }
}
