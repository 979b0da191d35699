package dev.perennial.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.OpenApiDocument;
import dev.perennial.api.testkit.TestIssuer;
import dev.perennial.events.EventJson;
import dev.perennial.events.EventType;
import dev.perennial.events.PublishedContract;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionServer;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** The function usage on a real Postgres. Every response is validated against openapi.yaml. */
final class UsageFunction implements AutoCloseable {

  static final OpenApiDocument DOCUMENT = OpenApiDocument.of("Usage");

  static final TestPostgres POSTGRES = TestPostgres.shared();

  private final TestIssuer issuer = TestIssuer.start();
  private final FunctionServer function;
  private final Http http;

  /** The instance that all tests of this JVM share; it runs until the JVM ends. */
  static UsageFunction shared() {
    return Shared.INSTANCE;
  }

  /** Starts another instance with additional environment variables. */
  UsageFunction(Map<String, String> more) {
    var env = new HashMap<>(issuer.env());
    env.put("RATE_LIMIT_BURST", "100000");
    // The records of a test are its own only.
    env.put("METERING", "false");
    env.putAll(more);
    function = FunctionServer.start(POSTGRES.settings("usage", env), Main::wire);
    http = Http.to(function.port());
  }

  /** Delivers the hourly timer event. */
  void tick() {
    assertThat(
            deliver(
                    "dev.knative.sources.ping",
                    "/apis/v1/namespaces/perennial/pingsources/hourly",
                    "nobody",
                    Instant.now())
                .statusCode())
        .isEqualTo(202);
  }

  /** Delivers the event that a person erased themself. */
  HttpResponse<String> erase(String person, Instant at) {
    return deliver("dev.perennial.profile.deleted.v1", "/functions/task-api", person, at);
  }

  /** Delivers the event that a function has recorded what may reach a threshold. */
  void checkBudget(String person) {
    assertThat(
            deliver(
                    EventType.SPENDING_RECORDED.type(),
                    "/functions/task-api",
                    person,
                    Instant.now())
                .statusCode())
        .isEqualTo(202);
  }

  private HttpResponse<String> deliver(String type, String source, String owner, Instant at) {
    return http.post(
        Map.of(
            "ce-specversion",
            "1.0",
            "ce-id",
            UUID.randomUUID().toString(),
            "ce-source",
            source,
            "ce-type",
            type,
            "ce-subject",
            owner,
            "ce-time",
            at.toString(),
            "ce-owner",
            owner,
            "ce-actor",
            owner,
            "Content-Type",
            "application/json"),
        "{}");
  }

  HttpResponse<String> get(String user, String path) {
    return get(user, path, "application/json");
  }

  HttpResponse<String> get(String user, String path, String accept) {
    return validated(
        "GET", path, Map.of("Authorization", authorization(user), "Accept", accept), "");
  }

  HttpResponse<String> put(String user, String path, String body) {
    return validated(
        "PUT",
        path,
        Map.of("Authorization", authorization(user), "Content-Type", "application/json"),
        body);
  }

  HttpResponse<String> validated(
      String method, String path, Map<String, String> headers, String body) {
    HttpResponse<String> response = http.send(method, path, headers, body);
    String template = DOCUMENT.template(path).orElseThrow();
    assertThat(DOCUMENT.violations(method, template, response)).as(path).isEmpty();
    return response;
  }

  /** Sends any request, whose response is not validated. */
  HttpResponse<String> send(String method, String user, String path) {
    return http.send(method, path, Map.of("Authorization", authorization(user)), "");
  }

  private static String authorization(String user) {
    return "Bearer "
        + TestIssuer.token(
            token -> {
              token.subject(user);
              if (user.equals("root")) {
                token.claim("roles", List.of("admin"));
              }
            });
  }

  /** The JSON response for this user; fails unless the status is 200. */
  JsonNode json(String user, String path) {
    HttpResponse<String> response = get(user, path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return EventJson.MAPPER.readTree(response.body());
  }

  /**
   * The payloads of the events of this type and owner in the outbox, which no broker takes here.
   * Each is validated against its schema.
   */
  static List<JsonNode> emitted(EventType type, String owner) {
    return POSTGRES
        .column(
            """
            SELECT convert_from(data, 'UTF8') FROM runtime.outbox
            WHERE attributes ->> 'type' = '%s' AND attributes ->> 'owner' = '%s' ORDER BY created_at, id
            """
                .formatted(type.type(), owner))
        .stream()
        .peek(payload -> assertThat(PublishedContract.violations(type, payload)).isEmpty())
        .map(EventJson.MAPPER::readTree)
        .toList();
  }

  @Override
  public void close() {
    function.close();
    issuer.close();
  }

  private static final class Shared {
    private static final UsageFunction INSTANCE = new UsageFunction(Map.of());
  }
}
