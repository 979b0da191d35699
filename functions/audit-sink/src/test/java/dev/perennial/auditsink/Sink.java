package dev.perennial.auditsink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.api.testkit.OpenApiDocument;
import dev.perennial.api.testkit.TestIssuer;
import dev.perennial.auditsink.chain.EventMetadata;
import dev.perennial.auditsink.chain.PayloadKeys;
import dev.perennial.auditsink.chain.SealingKey;
import dev.perennial.auditsink.chain.SigningKey;
import dev.perennial.auditsink.store.Checkpoints;
import dev.perennial.auditsink.store.KeyRotation;
import dev.perennial.auditsink.store.LostEvent;
import dev.perennial.auditsink.store.ReceivedEvent;
import dev.perennial.auditsink.store.Trail;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import dev.perennial.runtime.web.FunctionParts;
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
import tools.jackson.databind.JsonNode;

/** The function audit-sink on a real Postgres. Every response is validated against openapi.yaml. */
final class Sink implements AutoCloseable {

  static final OpenApiDocument DOCUMENT = OpenApiDocument.of("Audit");

  static final TestPostgres POSTGRES = TestPostgres.shared();

  /** 32 arbitrary bytes. */
  static final String KEY = "s3PgOAjpMPSzoAZvH9+flJo+aE3NSgwP2xFhoItkHO8=";

  static final String SIGNING_KEY =
      "MC4CAQAwBQYDK2VwBCIEIJon1JzJ2+oHMP6rKJfN/Wi2H/VggoQLNn8t8vmsdAsE";

  private final TestIssuer issuer = TestIssuer.start();
  private final FunctionServer function;
  private FunctionParts parts;
  private final Http http;

  /** The instance that all tests of this JVM share; it runs until the JVM ends. */
  static Sink shared() {
    return Shared.INSTANCE;
  }

  /** Starts another instance with additional environment variables. */
  Sink(Map<String, String> more) {
    var env = new HashMap<>(issuer.env());
    env.put("AUDIT_KEY", KEY);
    env.put("AUDIT_SIGNING_KEY", SIGNING_KEY);
    env.put("RATE_LIMIT_BURST", "100000");
    env.putAll(more);
    function =
        FunctionServer.start(
            POSTGRES.settings("audit-sink", env),
            wired -> {
              parts = wired;
              Main.wire(wired);
            });
    http = Http.to(function.port());
  }

  HttpResponse<String> deliver(Event event) {
    return http.post(event.headers(), event.data());
  }

  void store(Event... events) {
    for (Event event : events) {
      assertThat(deliver(event).statusCode()).isEqualTo(202);
    }
  }

  /** Stores this many events of the owner. */
  void store(String owner, int events) {
    for (int i = 0; i < events; i++) {
      store(Event.of(owner, UUID.randomUUID()));
    }
  }

  /** Sends the hourly timer event. */
  void tick() {
    store(
        Event.of("nobody", UUID.randomUUID())
            .with("type", "dev.knative.sources.ping")
            .with("source", "/apis/v1/namespaces/perennial/pingsources/hourly"));
  }

  /** Runs the maintenance of the trail in this thread. */
  void runMaintenance(Consumer<LostEvent> missed) {
    var keys = AuditKeys.payloadKeys(parts.settings());
    var trail = new Trail(parts.database(), keys, InstantSource.system());
    var checkpoints = new Checkpoints(parts.database(), SigningKey.of(SIGNING_KEY), parts.outbox());
    new TrailMaintenance(
            trail,
            checkpoints,
            new KeyRotation(parts.database(), keys),
            Duration.ofDays(90),
            InstantSource.system(),
            missed)
        .run();
  }

  /** Appends this many events of the owner in one transaction, with this time of receipt. */
  static void storeAt(Instant then, String owner, int events) {
    storeAt(SealingKey.of(KEY), then, owner, events);
  }

  /**
   * @param master the key that encrypts the owner's key; an attacker with the database alone has
   *     another one than audit-sink
   */
  static void storeAt(SealingKey master, Instant then, String owner, int events) {
    try (var database = Database.open(POSTGRES.settings("audit-sink"))) {
      new Trail(database, new PayloadKeys(master, List.of()), InstantSource.fixed(then))
          .append(Collections.nCopies(events, owner).stream().map(Sink::received).toList());
    }
  }

  private static ReceivedEvent received(String owner) {
    var metadata =
        new EventMetadata(
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
    return new ReceivedEvent(metadata, "{}".getBytes(UTF_8));
  }

  HttpResponse<String> get(String user, String path) {
    return get(user, path, "application/json");
  }

  HttpResponse<String> get(String user, String path, String accept) {
    return anyone(Map.of("Authorization", authorization(user), "Accept", accept), path);
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

  HttpResponse<String> anyone(Map<String, String> headers, String path) {
    HttpResponse<String> response = http.send("GET", path, headers, "");
    String template = DOCUMENT.template(path).orElseThrow();
    assertThat(DOCUMENT.violations("GET", template, response)).as(path).isEmpty();
    return response;
  }

  /** The JSON response for this user; fails unless the status is 200. */
  JsonNode json(String user, String path) {
    HttpResponse<String> response = get(user, path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return EventJson.MAPPER.readTree(response.body());
  }

  /** The verification of this user's own chain. */
  JsonNode verified(String user) {
    return json(user, "/v1/audit/verify");
  }

  /** Asserts that this entry is the first bad one of the user's own chain. */
  void assertFirstBad(String user, long number) {
    JsonNode found = verified(user);
    assertThat(found.required("valid").asBoolean()).isFalse();
    assertThat(found.at("/firstBad/number").asLong()).as(found.toString()).isEqualTo(number);
  }

  /** Deletes ledger rows without an entry, so that a deleted entry is reported in no other test. */
  static void deleteUnmatchedLedgerRows() {
    POSTGRES.execute(
        """
        DELETE FROM runtime.ledger l WHERE consumer = 'audit-sink' AND NOT EXISTS (
          SELECT FROM audit.entries e WHERE e.source = l.source AND e.event_id = l.event_id)
        """);
  }

  /** The ids of the events on the page. */
  List<String> ids(String user, String path) {
    return StreamSupport.stream(json(user, path).required("items").spliterator(), false)
        .map(item -> item.required("eventId").asString())
        .toList();
  }

  /** The stored numbers of the owner's entries. */
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
