package dev.perennial.runtime.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.runtime.ledger.Unprocessable;
import dev.perennial.runtime.testkit.Gate;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.RawConnection;
import dev.perennial.runtime.testkit.TestPostgres;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers over HTTP, and each trap of spring-cloud-function-web that is closed. */
class EventFunctionIT {

  private static final List<CloudEvent> RECEIVED = new CopyOnWriteArrayList<>();
  private static final Gate GATE = new Gate();

  private static FunctionServer function;
  private static Http http;

  private static void wire(FunctionParts parts) {
    parts.handleEvents(
        event -> {
          RECEIVED.add(event);
          switch (event.getType()) {
            case "poison" -> throw new Unprocessable("no task \u00e9 here");
            case "slow" -> GATE.pass();
            default -> {}
          }
        });
  }

  @BeforeAll
  static void startFunction() {
    function =
        FunctionServer.start(
            TestPostgres.shared().settings("on-completed-recurrence"), EventFunctionIT::wire);
    http = Http.to(function.port());
  }

  @AfterAll
  static void stopFunction() {
    function.close();
  }

  @Test
  void answers_202_with_no_body_and_no_header_of_the_request() {
    var id = anyId();

    var response = http.post(binary(id, "test"), "{\"title\":\"Gr\u00fc\u00dfe\"}");

    assertAcknowledged(response);
    assertThat(dataOf(id)).isEqualTo("{\"title\":\"Gr\u00fc\u00dfe\"}");
  }

  @Test
  void a_connection_that_is_closed_is_not_used_again() {
    for (int i = 0; i < 1_000; i++) {
      assertAcknowledged(http.post(binary(anyId(), "test"), "{}"));
    }
  }

  @Test
  void keeps_the_data_of_a_structured_event() {
    var id = anyId();

    var response =
        http.post(
            Map.of("Content-Type", "application/cloudevents+json"),
            """
            {"specversion":"1.0","id":"%s","source":"/test","type":"test","datacontenttype":"application/json",
             "traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","data":{"title":"Gr\u00fc\u00dfe"}}
            """
                .formatted(id));

    assertAcknowledged(response);
    assertThat(dataOf(id)).isEqualTo("{\"title\":\"Gr\u00fc\u00dfe\"}");
  }

  @Test
  void an_event_delivered_again_has_no_effect() {
    var id = anyId();

    http.post(binary(id, "test"), "{}");
    assertAcknowledged(http.post(binary(id, "test"), "{}"));

    assertThat(RECEIVED).filteredOn(event -> event.getId().equals(id)).hasSize(1);
  }

  @Test
  void answers_422_with_the_reason_for_the_dead_letter() {
    var response = http.post(binary(anyId(), "poison"), "{}");

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.headers().firstValue("Kne-Reason")).contains("no task ? here");
    assertThat(response.body()).isEqualTo("no task \u00e9 here");
    assertNoHeaderOfTheRequest(response);
  }

  @Test
  void answers_409_while_another_delivery_of_the_event_is_running() throws Exception {
    var id = anyId();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = executor.submit(() -> http.post(binary(id, "slow"), "{}"));
      GATE.awaitReached();

      assertThat(http.post(binary(id, "slow"), "{}").statusCode()).isEqualTo(409);

      GATE.open();
      assertAcknowledged(first.get());
    }
  }

  @Test
  void answers_400_to_a_request_that_is_no_event() {
    var response = http.post(Map.of("Content-Type", "application/json"), "{}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).startsWith("the request is not a CloudEvent");
  }

  /** What reaches a function from outside are the addresses of its API. */
  @ParameterizedTest
  @ValueSource(strings = {"/v1/other", "/event", "/v1/..", "/v1//", "/;/"})
  void accepts_events_at_the_address_of_the_broker_only(String path) {
    var id = anyId();

    var response = http.send("POST", path, binary(id, "test"), "{}");

    assertThat(response.statusCode()).isIn(400, 404);
    assertThat(RECEIVED).noneMatch(event -> event.getId().equals(id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/t\",\"type\":\"t\",\"foo\":\"\\u0000\"}",
        "{\"specversion\":\"1.0\"}",
        "{\"specversion\":\"9\",\"id\":\"1\",\"source\":\"/t\",\"type\":\"t\"}",
        "{\"specversion\":\"1.0\",\"id\":\"\\u0000\",\"source\":\"/t\",\"type\":\"t\"}",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\":// no uri\",\"type\":\"t\"}"
      })
  void answers_400_to_a_broken_structured_event(String body) {
    var response = http.post(Map.of("Content-Type", "application/cloudevents+json"), body);

    assertThat(response.statusCode()).isEqualTo(400);
  }

  @Test
  void answers_400_to_an_id_that_the_ledger_cannot_index() {
    var headers = new HashMap<>(binary("x".repeat(6_000), "test"));

    assertThat(http.post(headers, "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void an_event_may_have_640_kib_and_no_more() {
    var id = anyId();
    var data = "\"" + "x".repeat(640 * 1024 - 2) + "\"";

    assertAcknowledged(http.post(binary(id, "test"), data));
    var refused = http.post(binary(anyId(), "test"), data + " ");

    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).contains("655360 bytes");
    assertThat(dataOf(id)).isEqualTo(data);
  }

  @Test
  void starts_a_trace_of_its_own_if_the_traceparent_is_no_text() {
    var event =
        "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/t\",\"type\":\"test\",\"traceparent\":5,\"data\":{}}"
            .formatted(anyId());

    assertAcknowledged(http.post(Map.of("Content-Type", "application/cloudevents+json"), event));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce-id", "ce-source", "ce-type"})
  void answers_400_to_a_binary_event_without_a_required_attribute(String missing) {
    var headers = new HashMap<>(binary(anyId(), "test"));
    headers.remove(missing);

    assertThat(http.post(headers, "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void the_media_type_of_a_structured_event_has_no_case() {
    var id = anyId();

    var response =
        http.post(
            Map.of("Content-Type", "APPLICATION/CloudEvents+JSON; Charset=UTF-8"),
            "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/t\",\"type\":\"test\",\"data\":{}}"
                .formatted(id));

    assertAcknowledged(response);
    assertThat(dataOf(id)).isEqualTo("{}");
  }

  @ParameterizedTest
  @CsvSource({
    "ce-id: 2, 400, ce-id",
    "CE-Type: test, 400, ce-type",
    "ce-other: 1\\nce-other: 2, 400, ce-other",
    "content-type: text/plain, 400, content-type",
    "Content-Encoding: gzip, 415, Content-Encoding",
  })
  void a_header_that_cannot_take_effect_is_refused_by_its_name(
      String header, int status, String name) throws IOException {
    var id = anyId();
    var lines =
        new StringBuilder("POST / HTTP/1.1\nHost: a\nConnection: close\nContent-Length: 2\n");
    binary(id, "test").forEach((each, value) -> lines.append(each + ": " + value + "\n"));
    lines.append(header.replace("\\n", "\n")).append("\n\n");

    try (var connection = new RawConnection(function.port())) {
      assertThat(connection.send(lines.toString().replace("\n", "\r\n") + "{}").rest())
          .startsWith("HTTP/1.1 " + status)
          .contains("the header " + name);
    }
    assertThat(RECEIVED).noneMatch(event -> event.getId().equals(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/live", "/health/ready"})
  void reports_liveness_and_readiness(String path) {
    var response = http.send("GET", path, Map.of(), "");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void readiness_reports_how_many_events_are_set_aside() {
    TestPostgres.shared()
        .execute(
            """
            INSERT INTO runtime.outbox (id, producer, topic, attributes, data, refused_at, refused_reason)
            VALUES (gen_random_uuid(), 'on-completed-recurrence', 'none', '{}', '', now(), 'too large'),
                   (gen_random_uuid(), 'another-function', 'none', '{}', '', now(), 'too large')
            """);
    try {
      await()
          .untilAsserted(
              () ->
                  assertThat(http.send("GET", "/health/ready", Map.of(), "").body())
                      .isEqualTo("{\"status\":\"UP\",\"refusedEvents\":1}"));
    } finally {
      TestPostgres.shared().execute("DELETE FROM runtime.outbox WHERE refused_at IS NOT NULL");
    }
    await("none is set aside any more")
        .untilAsserted(() -> reports_liveness_and_readiness("/health/ready"));
  }

  private static void assertAcknowledged(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    assertThat(response.body()).isEmpty();
    assertNoHeaderOfTheRequest(response);
  }

  private static void assertNoHeaderOfTheRequest(HttpResponse<String> response) {
    assertThat(response.headers().map().keySet())
        .isSubsetOf("content-length", "content-type", "date", "connection", "kne-reason");
    assertThat(response.headers().allValues("connection")).isSubsetOf("close");
  }

  private static String dataOf(String id) {
    var event =
        RECEIVED.stream().filter(received -> received.getId().equals(id)).findFirst().orElseThrow();
    return new String(event.getData().toBytes(), StandardCharsets.UTF_8);
  }

  private static Map<String, String> binary(String id, String type) {
    return Map.of(
        "ce-specversion", "1.0",
        "ce-id", id,
        "ce-source", "/test",
        "ce-type", type,
        "ce-subject", "a",
        "Content-Type", "application/json");
  }

  private static String anyId() {
    return UUID.randomUUID().toString();
  }
}
