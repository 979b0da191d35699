package dev.perennial.auditsink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.auditsink.chain.SealingKey;
import dev.perennial.auditsink.chain.SigningKey;
import dev.perennial.auditsink.verify.VerifyMain;
import dev.perennial.database.Migrator;
import dev.perennial.events.EventJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Keys are replaced while events arrive. A database of its own, because keys are of all chains. */
class RotationIT {

  private static final String NEW_KEY = base64("the next payload key of 32 bytes");
  private static final int PEOPLE = 6;

  private static String database = "";

  @TempDir private Path directory;

  private final String newSigningKey = signingKey();
  private final List<String> people =
      IntStream.range(0, PEOPLE).mapToObj(i -> i + "-" + UUID.randomUUID()).toList();

  @BeforeAll
  static void create_the_database() {
    Sink.POSTGRES.execute("CREATE DATABASE rotation");
    database =
        Sink.POSTGRES.settings("audit-sink").databaseUrl().replaceFirst("/[^/]*$", "/rotation");
    new Migrator(database, "postgres", "postgres").migrate();
  }

  @Test
  void both_keys_are_replaced_while_events_arrive_and_all_entries_verify_and_open()
      throws Exception {
    String oldPublic = publicKey(Sink.SIGNING_KEY);
    String newPublic = publicKey(newSigningKey);
    var target = new AtomicReference<Sink>();
    try (var old = sink(Map.of());
        var traffic = new Traffic(target, people)) {
      target.set(old);
      traffic.await(20);
      old.tick();
      try (var announced =
          sink(Map.of("AUDIT_OTHER_KEYS", NEW_KEY, "AUDIT_VERIFICATION_KEYS", newPublic))) {
        target.set(announced);
        traffic.await(20);
        try (var next =
            sink(
                Map.of(
                    "AUDIT_KEY", NEW_KEY,
                    "AUDIT_OTHER_KEYS", Sink.KEY,
                    "AUDIT_SIGNING_KEY", newSigningKey,
                    "AUDIT_VERIFICATION_KEYS", oldPublic))) {
          target.set(next);
          var newcomer = "new-" + UUID.randomUUID();
          next.store(newcomer, 1);
          announced.store(newcomer, 1);
          traffic.await(20);
          next.tick();
          traffic.await(20);
          assertWhole(announced, newcomer, 2);
        }
        target.set(announced);
        traffic.await(20);
      }
      try (var last =
          sink(
              Map.of(
                  "AUDIT_KEY", NEW_KEY,
                  "AUDIT_SIGNING_KEY", newSigningKey,
                  "AUDIT_VERIFICATION_KEYS", oldPublic))) {
        target.set(last);
        traffic.await(20);
        traffic.stop();
        last.tick();

        for (String person : people) {
          assertWhole(last, person, traffic.accepted(person));
          assertThat(last.verified(person).required("checkpoints").asInt())
              .as("signed by the old key and by the new one")
              .isGreaterThanOrEqualTo(2);
        }
        assertThat(last.json(people.getFirst(), "/v1/audit/keys").required("items"))
            .extracting(key -> key.required("publicKey").asString())
            .containsExactly(newPublic, oldPublic);
        assertThat(verifiedOffline(last, newPublic + "," + oldPublic)).isZero();
        assertThat(verifiedOffline(last, newPublic)).as("older checkpoints").isEqualTo(1);
      }
    }
    assertThat(keysSealedBy(SealingKey.of(Sink.KEY))).isZero();
    assertThat(keysSealedBy(SealingKey.of(NEW_KEY))).isGreaterThanOrEqualTo(PEOPLE + 1);
  }

  @Test
  void an_event_of_a_person_whose_payload_key_is_missing_is_retried_and_not_parked() {
    String ada = "ada-" + UUID.randomUUID();
    try (var old = sink(Map.of())) {
      old.store(ada, 1);
    }
    var event = Event.of(ada, UUID.randomUUID());
    try (var forgetful = sink(Map.of("AUDIT_KEY", NEW_KEY))) {
      assertThat(forgetful.deliver(event).statusCode()).isEqualTo(503);
    }
    try (var next = sink(Map.of("AUDIT_KEY", NEW_KEY, "AUDIT_OTHER_KEYS", Sink.KEY))) {
      next.store(event);

      assertWhole(next, ada, 2);
    }
  }

  /** The chain is unchanged and has so many entries, which can all be read. */
  private static void assertWhole(Sink sink, String person, int entries) {
    JsonNode verified = sink.verified(person);
    assertThat(verified.required("valid").asBoolean()).as(verified.toString()).isTrue();
    assertThat(verified.required("entries").asInt()).isEqualTo(entries);
    assertThat(sink.get(person, "/v1/audit", "application/jsonl").body().lines())
        .hasSize(entries)
        .allMatch(line -> EventJson.MAPPER.readTree(line).has("data"));
  }

  /** The exit code of the offline verifier for the first person. */
  private int verifiedOffline(Sink sink, String keys) throws IOException {
    String owner = people.getFirst();
    Path export = directory.resolve("export.jsonl");
    Path checkpoints = directory.resolve("checkpoints.jsonl");
    Files.writeString(
        export, sink.get("root", "/v1/audit?owner=" + owner, "application/jsonl").body());
    Files.writeString(
        checkpoints, sink.get("root", "/v1/audit/checkpoints", "application/jsonl").body());
    return VerifyMain.run(
        new String[] {
          "--export",
          export.toString(),
          "--checkpoints",
          checkpoints.toString(),
          "--public-key",
          keys,
          "--owner",
          owner
        },
        new PrintStream(OutputStream.nullOutputStream()));
  }

  private static Sink sink(Map<String, String> more) {
    var env = new HashMap<>(more);
    env.put("DATABASE_URL", database);
    return new Sink(env);
  }

  private static int keysSealedBy(SealingKey key) {
    try (var connection = DriverManager.getConnection(database, "postgres", "postgres");
        var statement =
            connection.prepareStatement("SELECT count(*) FROM audit.keys WHERE sealed_by = ?")) {
      statement.setObject(1, key.id());
      var rows = statement.executeQuery();
      rows.next();
      return rows.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String publicKey(String signingKey) {
    return SigningKey.of(signingKey).published().publicKey();
  }

  private static String signingKey() {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Delivers events of all people without a break, as a broker: until each is accepted. */
  private static final class Traffic implements AutoCloseable {

    private final AtomicReference<Sink> target;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicBoolean aborted = new AtomicBoolean();
    private final Map<String, AtomicInteger> accepted = new HashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> running = new ArrayList<>();

    Traffic(AtomicReference<Sink> target, List<String> people) {
      this.target = target;
      people.forEach(person -> accepted.put(person, new AtomicInteger()));
      people.forEach(person -> running.add(threads.submit(() -> deliver(person))));
    }

    int accepted(String person) {
      return accepted.get(person).get();
    }

    /** Waits for so many more events. */
    void await(int more) {
      int before = total();
      Awaitility.await("events are accepted")
          .atMost(Duration.ofSeconds(60))
          .until(() -> total() >= before + more);
    }

    void stop() throws Exception {
      stopped.set(true);
      for (Future<?> each : running) {
        each.get();
      }
    }

    private int total() {
      return accepted.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    private void deliver(String person) {
      while (!stopped.get()) {
        var event = Event.of(person, UUID.randomUUID());
        boolean done = false;
        while (!done && !aborted.get()) {
          done = accepts(event);
        }
        if (done) {
          accepted.get(person).incrementAndGet();
        }
      }
    }

    private boolean accepts(Event event) {
      Sink sink = target.get();
      try {
        return sink != null && sink.deliver(event).statusCode() == 202;
      } catch (RuntimeException closed) {
        return false;
      }
    }

    @Override
    public void close() {
      stopped.set(true);
      aborted.set(true);
      threads.close();
    }
  }
}
