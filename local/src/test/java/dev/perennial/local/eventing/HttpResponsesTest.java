package dev.perennial.local.eventing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.local.eventing.DeliveryResult.Acknowledged;
import dev.perennial.local.eventing.DeliveryResult.Failed;
import dev.perennial.local.eventing.DeliveryResult.Replied;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpResponsesTest {

  private static final Map<String, List<String>> REPLY =
      Map.of(
          "ce-id", List.of("1"),
          "ce-type", List.of("a"),
          "ce-source", List.of("/b"),
          "ce-specversion", List.of("1.0"));

  @ParameterizedTest
  @ValueSource(ints = {404, 408, 409, 429, 500, 502, 503, 504, 599})
  void a_retryable_status_is_a_retryable_failure(int status) {
    assertThat(failed(status, Map.of(), "").retryable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 403, 405, 410, 413, 418, 422})
  void any_other_status_is_a_permanent_failure(int status) {
    assertThat(failed(status, Map.of(), "").retryable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204})
  void a_2xx_without_a_body_is_an_acknowledgement(int status) {
    assertThat(read(status, Map.of(), "")).isEqualTo(new Acknowledged());
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 204})
  void a_2xx_with_a_body_that_is_no_event_is_a_permanent_failure_without_a_code(int status) {
    assertThat(read(status, Map.of("content-type", List.of("text/plain")), "queued"))
        .isEqualTo(new Failed(false, OptionalInt.empty(), "", Map.of()));
  }

  @Test
  void a_202_with_json_that_is_no_event_is_a_permanent_failure() {
    assertThat(read(202, Map.of("content-type", List.of("application/json")), "{\"id\": 1}"))
        .isEqualTo(Failed.invalidResponse());
  }

  @Test
  void a_2xx_with_event_headers_is_a_reply() {
    assertThat(read(202, REPLY, "data"))
        .isInstanceOfSatisfying(
            Replied.class, reply -> assertThat(reply.event().getId()).isEqualTo("1"));
  }

  @Test
  void a_structured_body_is_a_reply() {
    String event = "{\"specversion\": \"1.0\", \"id\": \"1\", \"type\": \"a\", \"source\": \"/b\"}";

    assertThat(read(200, Map.of("content-type", List.of("application/cloudevents+json")), event))
        .isInstanceOf(Replied.class);
  }

  @Test
  void a_reply_without_an_id_is_an_acknowledgement_if_it_has_no_body() {
    Map<String, List<String>> headers =
        Map.of("ce-specversion", List.of("1.0"), "ce-type", List.of("a"));

    assertThat(read(200, headers, "")).isEqualTo(new Acknowledged());
    assertThat(read(200, headers, "data")).isEqualTo(Failed.invalidResponse());
  }

  @Test
  void a_structured_reply_that_is_no_json_is_a_permanent_failure() {
    assertThat(read(200, Map.of("content-type", List.of("application/cloudevents+json")), "{"))
        .isEqualTo(Failed.invalidResponse());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Kne-Error-Kind", "kne-error_kind", "Kne-"})
  void a_reason_header_that_is_no_extension_name_is_refused(String header) {
    Failed failed = failed(503, Map.of(header, List.of("schema")), "");

    assertThat(failed.retryable()).isFalse();
    assertThat(failed.reasons().get("reason")).contains(header, "never settle");
  }

  @Test
  void a_failure_keeps_the_code_1024_bytes_of_the_body_and_the_reasons() {
    Failed failed =
        failed(
            422,
            Map.of("Kne-Reason", List.of("schema"), "Date", List.of("now")),
            "x".repeat(2_000));

    assertThat(failed.code()).hasValue(422);
    assertThat(Base64.getDecoder().decode(failed.data())).hasSize(1_024);
    assertThat(failed.reasons()).isEqualTo(Map.of("reason", "schema"));
  }

  private static Failed failed(int status, Map<String, List<String>> headers, String body) {
    return (Failed) read(status, headers, body);
  }

  private static DeliveryResult read(int status, Map<String, List<String>> headers, String body) {
    return HttpResponses.read(status, headers, body.getBytes(UTF_8));
  }
}
