package dev.perennial.auditsink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.OpenApiDocument;
import dev.perennial.api.testkit.TestIssuer;
import dev.perennial.auditsink.chain.Facts;
import dev.perennial.auditsink.chain.Key;
import dev.perennial.auditsink.store.Checkpoints;
import dev.perennial.auditsink.store.Lost;
import dev.perennial.auditsink.store.Received;
import dev.perennial.auditsink.store.Trail;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** audit-sink as it runs, on a real Postgres; every answer is held against its document. */
final class Sink implements AutoCloseable {

  static final TestPostgres POSTGRES = TestPostgres.shared();

  /** 32 bytes of nothing in particular. */
  static final String KEY = "s3PgOAjpMPSzoAZvH9+flJo+aE3NSgwP2xFhoItkHO8=";

  static final String SIGNING_KEY =
      "MC4CAQAwBQYDK2VwBCIEIJon1JzJ2+oHMP6rKJfN/Wi2H/VggoQLNn8t8vmsdAsE";

  private final TestIssuer issuer = TestIssuer.start();
  private final ConfigurableApplicationContext function;
  private final Http http;

  /** The one of this JVM, started by the first who asks; it runs until the JVM ends. */
  static Sink shared() {
    return Shared.INSTANCE;
  }

  /** One more instance of the function, with these variables as well. */
  Sink(Map<String, String> more) {
    var env = new HashMap<>(issuer.env());
    env.put("AUDIT_KEY", KEY);
    env.put("AUDIT_SIGNING_KEY", SIGNING_KEY);
    env.put("RATE_LIMIT_BURST", "100000");
    env.putAll(more);
    function = FunctionServer.run(POSTGRES.settings("audit-sink", env), Main.class);
    http = Http.to(function);
  }

  HttpResponse<String> deliver(Event event) {
    return http.post(event.headers(), event.data());
  }

  void entered(Event... events) {
    for (var event : events) {
      assertThat(deliver(event).statusCode()).isEqualTo(202);
    }
  }

  /** So many of this owner's. */
  void entered(String owner, int events) {
    for (var i = 0; i < events; i++) {
      entered(Event.of(owner, UUID.randomUUID()));
    }
  }

  /** The hour strikes. */
  void tick() {
    entered(
        Event.of("nobody", UUID.randomUUID())
            .with("type", "dev.knative.sources.ping")
            .with("source", "/apis/v1/namespaces/perennial/pingsources/hourly"));
  }

  /** What the hour brings, done now and here. */
  void strike(Consumer<Lost> missed) {
    var trail = function.getBean(Trail.class);
    var checkpoints = function.getBean(Checkpoints.class);
    new Hourly(trail, checkpoints, Duration.ofDays(90), InstantSource.system(), missed).run();
  }

  /** So many of this owner's at once, as if it were then. */
  static void enteredAt(Instant then, String owner, int events) {
    enteredAt(Key.of(KEY), then, owner, events);
  }

  /**
   * @param master not audit-sink's own for who has the database alone
   */
  static void enteredAt(Key master, Instant then, String owner, int events) {
    try (var database = Database.open(POSTGRES.settings("audit-sink"))) {
      new Trail(database, master, InstantSource.fixed(then))
          .append(Collections.nCopies(events, owner).stream().map(Sink::received).toList());
    }
  }

  private static Received received(String owner) {
    var facts =
        new Facts(
            owner,
            UUID.randomUUID().toString(),
            "/functions/task-api",
            "dev.perennial.task.updated.v1",
            "task",
            Instant.now(),
            owner,
            null,
            List.of(),
            List.of(owner));
    return new Received(facts, "{}".getBytes(UTF_8));
  }

  HttpResponse<String> get(String user, String path) {
    return get(user, path, "application/json");
  }

  HttpResponse<String> get(String user, String path, String accept) {
    var claims =
        TestIssuer.token(
            token -> {
              token.subject(user);
              if (user.equals("root")) {
                token.claim("roles", List.of("admin"));
              }
            });
    return anyone(Map.of("Authorization", "Bearer " + claims, "Accept", accept), path);
  }

  HttpResponse<String> anyone(Map<String, String> headers, String path) {
    var answer = http.send("GET", path, headers, "");
    var template = OpenApiDocument.template(path).orElseThrow();
    assertThat(OpenApiDocument.violations("GET", template, answer)).as(path).isEmpty();
    return answer;
  }

  /** The document as it is served, to anyone. */
  String document() {
    return http.send("GET", "/v1/audit/openapi.yaml", Map.of(), "").body();
  }

  /** What the address answers to this user, which must be 200. */
  JsonNode json(String user, String path) {
    var answer = get(user, path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return EventJson.MAPPER.readTree(answer.body());
  }

  /** What came of verifying this user's own chain. */
  JsonNode verified(String user) {
    return json(user, "/v1/audit/verify");
  }

  /** Verifying this user's own chain finds that this entry is the first bad one. */
  void assertFirstBad(String user, long number) {
    var found = verified(user);
    assertThat(found.required("valid").asBoolean()).isFalse();
    assertThat(found.at("/firstBad/number").asLong()).as(found.toString()).isEqualTo(number);
  }

  /** Whatever was cut off is not missed any more, so that other tests find nothing of this one. */
  static void forgetWhatWasLost() {
    POSTGRES.execute(
        """
        DELETE FROM runtime.ledger l WHERE consumer = 'audit-sink' AND NOT EXISTS (
          SELECT FROM audit.entries e WHERE e.source = l.source AND e.event_id = l.event_id)
        """);
  }

  /** The ids of the events on this page. */
  List<String> ids(String user, String path) {
    return StreamSupport.stream(json(user, path).required("items").spliterator(), false)
        .map(item -> item.required("eventId").asString())
        .toList();
  }

  /** The numbers of this owner's entries as they are stored. */
  static List<String> numbers(String owner) {
    return POSTGRES.column(
        "SELECT number FROM audit.entries WHERE owner = '%s' ORDER BY number".formatted(owner));
  }

  @Override
  public void close() {
    function.close();
    issuer.close();
  }

  private static final class Shared {
    private static final Sink INSTANCE = new Sink(Map.of());
  }
}
