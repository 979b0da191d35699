package dev.perennial.local.eventing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.local.eventing.Answer.Acknowledged;
import dev.perennial.local.eventing.Answer.Failed;
import dev.perennial.local.eventing.Answer.Replied;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswersTest {

  private static final Map<String, List<String>> REPLY =
      Map.of(
          "ce-id", List.of("1"),
          "ce-type", List.of("a"),
          "ce-source", List.of("/b"),
          "ce-specversion", List.of("1.0"));

  @ParameterizedTest
  @ValueSource(ints = {404, 408, 409, 429, 500, 502, 503, 504, 599})
  void triesAgainAfter(int status) {
    assertThat(failed(status, Map.of(), "").retryable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 403, 405, 410, 413, 418, 422})
  void givesUpAtOnceAfter(int status) {
    assertThat(failed(status, Map.of(), "").retryable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204})
  void takesASuccessWithoutABodyForAnAcknowledgement(int status) {
    assertThat(read(status, Map.of(), "")).isEqualTo(new Acknowledged());
  }

  @Test
  void ignoresABodyOfA202() {
    assertThat(read(202, Map.of(), "queued")).isEqualTo(new Acknowledged());
  }

  @Test
  void takesASuccessWithEventHeadersForAReply() {
    assertThat(read(202, REPLY, "data"))
        .isInstanceOfSatisfying(
            Replied.class, reply -> assertThat(reply.event().getId()).isEqualTo("1"));
  }

  @Test
  void takesAStructuredBodyForAReply() {
    String event = "{\"specversion\": \"1.0\", \"id\": \"1\", \"type\": \"a\", \"source\": \"/b\"}";

    assertThat(read(200, Map.of("content-type", List.of("application/cloudevents+json")), event))
        .isInstanceOf(Replied.class);
  }

  @Test
  void failsForGoodAndWithoutACodeOnABodyThatIsNoEvent() {
    assertThat(read(200, Map.of("content-type", List.of("text/plain")), "fine"))
        .isEqualTo(new Failed(false, OptionalInt.empty(), "", Map.of()));
  }

  @Test
  void failsForGoodOnAReplyWithoutAnId() {
    Map<String, List<String>> headers =
        Map.of("ce-specversion", List.of("1.0"), "ce-type", List.of("a"));

    assertThat(read(202, headers, "")).isEqualTo(Failed.withNonsense());
  }

  @Test
  void failsForGoodOnAStructuredReplyThatIsNoJson() {
    assertThat(read(200, Map.of("content-type", List.of("application/cloudevents+json")), "{"))
        .isEqualTo(Failed.withNonsense());
  }

  @Test
  void namesAReasonAsAnExtensionMayBeNamed() {
    assertThat(failed(422, Map.of("Kne-Error-Kind", List.of("schema")), "").reasons())
        .isEqualTo(Map.of("errorkind", "schema"));
  }

  @Test
  void keepsTheCodeTheFirst1024BytesAndTheReasons() {
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

  private static Answer read(int status, Map<String, List<String>> headers, String body) {
    return HttpAnswers.read(status, headers, body.getBytes(UTF_8));
  }
}
