package dev.perennial.syncpush;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.OpenApiDocument;
import dev.perennial.api.testkit.TestIssuer;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionParts;
import dev.perennial.runtime.web.FunctionServer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/** One instance of the function. Every response is validated against openapi.yaml. */
record Server(FunctionServer function, FunctionParts parts, Http http) implements AutoCloseable {

  static final OpenApiDocument DOCUMENT = OpenApiDocument.of("Synchronization");

  private static final TestIssuer ISSUER = TestIssuer.start();

  /** The variables with which a function accepts this test's tokens. */
  static Map<String, String> issuer() {
    return ISSUER.env();
  }

  static Server start() {
    return start(Map.of());
  }

  static Server start(Map<String, String> more) {
    return start(more, InstantSource.system());
  }

  static Server start(Map<String, String> more, InstantSource clock) {
    var env = new HashMap<>(ISSUER.env());
    env.putAll(more);
    var wired = new AtomicReference<FunctionParts>();
    var function =
        FunctionServer.start(
            TestPostgres.shared().settings("sync-push", env),
            clock,
            parts -> {
              wired.set(parts);
              Main.wire(parts);
            });
    return new Server(function, wired.get(), Http.to(function.port()));
  }

  void deliver(TestEvent event) {
    assertThat(send(event).statusCode()).isEqualTo(202);
  }

  /** Erases the user in task-api at this time and delivers its event. */
  void deliverErasure(String user, Instant at) {
    TestPostgres.shared().recordErasure(user, at);
    deliver(TestEvent.profileDeleted(user, at));
  }

  /** Delivers it as the broker does, which retries after 409 or 503. */
  void deliverUntilTaken(TestEvent event) {
    int status;
    do {
      status = send(event).statusCode();
    } while (status == 409 || status == 503);
    assertThat(status).isEqualTo(202);
  }

  HttpResponse<String> send(TestEvent event) {
    return http.post(event.headers(), event.data());
  }

  HttpResponse<String> get(String user, String path) {
    return ask("GET", path, Map.of("Authorization", TestIssuer.authorization(user)));
  }

  HttpResponse<String> ask(String method, String path, Map<String, String> headers) {
    var response = http.send(method, path, headers, "");
    var template = DOCUMENT.template(path).orElseThrow();
    assertThat(DOCUMENT.violations(method, template, response)).as(method + " " + path).isEmpty();
    return response;
  }

  /** A page of up to 500 events of a user's feed after this cursor. */
  JsonNode changes(String user, long since) {
    var response = get(user, "/v1/sync?limit=500&since=" + since);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json(response);
  }

  /** The ids of the events in a user's feed. */
  List<String> ids(String user) {
    return changes(user, 0)
        .get("events")
        .valueStream()
        .map(event -> event.get("id").stringValue())
        .toList();
  }

  static JsonNode json(HttpResponse<String> response) {
    return EventJson.MAPPER.readTree(response.body());
  }

  @Override
  public void close() {
    function.close();
  }
}
