package dev.perennial.taskinsights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.OpenApiDocument;
import dev.perennial.api.testkit.TestIssuer;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/** One instance of the function. Every response is validated against openapi.yaml. */
record Server(FunctionServer function, Http http, AtomicReference<Instant> now)
    implements AutoCloseable {

  static final OpenApiDocument DOCUMENT = OpenApiDocument.of("Insights");

  private static final TestIssuer ISSUER = TestIssuer.start();

  static Server start() {
    return start(Map.of());
  }

  /** With a clock that stands still until a test sets it. */
  static Server start(Map<String, String> more) {
    var env = new HashMap<>(ISSUER.env());
    env.putAll(more);
    var now = new AtomicReference<>(Instant.now());
    InstantSource clock = now::get;
    var function =
        FunctionServer.start(
            TestPostgres.shared().settings("task-insights", env), clock, Main::wire);
    return new Server(function, Http.to(function.port()), now);
  }

  void deliver(TestEvent event) {
    assertThat(send(event).statusCode()).isEqualTo(202);
  }

  void deliver(List<TestEvent> events) {
    events.forEach(this::deliver);
  }

  HttpResponse<String> send(TestEvent event) {
    return http.post(event.headers(), event.data());
  }

  /** Erases the user in task-api at this time and delivers its event. */
  void deliverErasure(String user, Instant at) {
    TestPostgres.shared().recordErasure(user, at);
    deliver(TestEvent.profileDeleted(user, at));
  }

  HttpResponse<String> ask(String method, String path, Map<String, String> headers) {
    var response = http.send(method, path, headers, "");
    var template = DOCUMENT.template(path).orElseThrow();
    assertThat(DOCUMENT.violations(method, template, response)).as(method + " " + path).isEmpty();
    return response;
  }

  HttpResponse<String> get(String user, String path) {
    return ask("GET", path, as(user));
  }

  /** The figures of a user, with these query parameters. */
  JsonNode insights(String user, String query) {
    var response = get(user, "/v1/insights?" + query);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return EventJson.MAPPER.readTree(response.body());
  }

  JsonNode rebuild(String query) {
    var response = ask("POST", "/v1/insights/rebuild?" + query, admin());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return EventJson.MAPPER.readTree(response.body());
  }

  /** The token of a user, valid at the time of the test's clock. */
  Map<String, String> as(String user) {
    return Map.of("Authorization", TestIssuer.authorization(user, expiry()));
  }

  Map<String, String> admin() {
    return Map.of(
        "Authorization",
        "Bearer "
            + TestIssuer.token(
                claims ->
                    claims
                        .subject("root")
                        .claim("roles", List.of("admin"))
                        .expirationTime(Date.from(expiry()))));
  }

  private Instant expiry() {
    return now.get().plus(Duration.ofHours(1));
  }

  @Override
  public void close() {
    function.close();
  }
}
