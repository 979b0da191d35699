package dev.perennial.taskapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.runtime.testkit.ShippedFunction;
import dev.perennial.runtime.testkit.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports that take long, in the shipped jar with the heap that it has in production. */
class ImportsAtOnceIT {

  private static final String LOCK = "20_261_201";

  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private static Path directory;
  private static ShippedFunction function;

  /** Ids of users whose imports wait at their first event. */
  private final String importers = "importer-" + UUID.randomUUID() + "-";

  private Connection holder;

  @BeforeAll
  static void the_shipped_jar() throws IOException {
    var env = new HashMap<>(TestPostgres.shared().settings("task-api", Api.issuer()).env());
    env.put("JAVA_TOOL_OPTIONS", String.join(" ", Files.readAllLines(Path.of("../jvm.options"))));
    function = ShippedFunction.start("task-api", env, directory.resolve("log"));
  }

  @AfterAll
  static void stop() {
    function.close();
  }

  @BeforeEach
  void hold_imports() throws SQLException {
    TestPostgres.shared()
        .execute(
            """
            CREATE OR REPLACE FUNCTION public.hold() RETURNS trigger LANGUAGE plpgsql
              AS $$ BEGIN PERFORM pg_advisory_xact_lock_shared(%s); RETURN NEW; END $$;
            CREATE TRIGGER hold BEFORE INSERT ON runtime.outbox FOR EACH ROW
              WHEN (NEW.attributes ->> 'actor' LIKE '%s%%') EXECUTE FUNCTION public.hold()
            """
                .formatted(LOCK, importers));
    holder = TestPostgres.shared().owner();
    holder.createStatement().execute("SELECT pg_advisory_lock(" + LOCK + ")");
  }

  @AfterEach
  void release_imports() throws SQLException {
    holder.close();
    TestPostgres.shared().execute("DROP TRIGGER hold ON runtime.outbox");
  }

  @Test
  void many_imports_at_once_are_refused_and_other_requests_are_served() throws Exception {
    var imports = IntStream.range(0, 12).mapToObj(user -> startImport(importers + user)).toList();

    var refused = awaitRefused(imports);
    assertThat(refused.header("Retry-After")).isEqualTo("5");
    var other = Api.in(function.http(), "somebody-else-" + UUID.randomUUID());
    other.create("{'title':'a'}");
    other.get("/v1/tasks").expect(200);
    other.get("/v1/export").expect(200);
    holder.close();

    // On a slow machine an item has waited for the lock for too long, and is reported as failed.
    assertThat(imports.stream().map(CompletableFuture::join).toList())
        .anySatisfy(response -> response.expect(200))
        .allSatisfy(response -> assertThat(response.raw().statusCode()).isIn(200, 503));
    assertThat(startImport(importers + "again").join().expect(200).at("/imported").asInt()).isOne();
  }

  @Test
  void the_imports_of_one_user_leave_room_for_those_of_others() throws Exception {
    var imports = IntStream.range(0, 6).mapToObj(_ -> startImport(importers + "busy")).toList();

    awaitRefused(imports);
    assertThat(startImport("somebody-else-" + UUID.randomUUID()).join().expect(200).at("/imported"))
        .hasToString("1");
    holder.close();

    assertThat(imports.stream().map(CompletableFuture::join).toList())
        .anySatisfy(response -> response.expect(200));
  }

  private static CompletableFuture<Api.Response> startImport(String user) {
    return CompletableFuture.supplyAsync(
        () ->
            Api.in(function.http(), user)
                .with("Content-Type", "application/x-ndjson")
                .sendAnything("POST", "/v1/import", "{\"kind\":\"task\",\"title\":\"a\"}"),
        work -> Thread.ofVirtual().start(work));
  }

  /** The first response, which is 503: those with a place wait for the lock. */
  private static Api.Response awaitRefused(List<CompletableFuture<Api.Response>> imports) {
    await("an import is refused")
        .atMost(LONG)
        .until(() -> imports.stream().anyMatch(CompletableFuture::isDone));
    return imports.stream()
        .filter(CompletableFuture::isDone)
        .findFirst()
        .orElseThrow()
        .join()
        .expect(503);
  }
}
