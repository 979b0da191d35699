package dev.perennial.auditsink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.api.testkit.TestIssuer;
import dev.perennial.auditsink.chain.EventMetadata;
import dev.perennial.auditsink.chain.PayloadKeys;
import dev.perennial.auditsink.chain.SealingKey;
import dev.perennial.auditsink.store.ReceivedEvent;
import dev.perennial.auditsink.store.Trail;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.testkit.AtOnce;
import dev.perennial.runtime.testkit.ShippedFunction;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A trail of long entries, read from the shipped jar with the heap that it has in production. */
class LongEntriesIT {

  private static final int ENTRIES = 400;
  private static final int ENTRY_BYTES = 90_000;
  private static final int AT_ONCE = 4;

  /** The 512 KiB of a page, as JSON and with one entry more; 500 entries would have 45 MB. */
  private static final int MAX_BODY = 1024 * 1024;

  private static final String ADMIN = "root";
  private static final String JSON = "application/json";
  private static final String JSON_LINES = "application/jsonl";
  private static final String CSV = "text/csv";

  private static final String OWNER = "ada-" + UUID.randomUUID();
  private static final UUID TASK = UUID.randomUUID();
  private static final String HISTORY = "/v1/tasks/" + TASK + "/history";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final TestIssuer ISSUER = TestIssuer.start();

  @TempDir private static Path directory;
  private static ShippedFunction function;

  @BeforeAll
  static void long_edits_of_one_user_and_the_shipped_jar() throws IOException {
    try (var database = Database.open(Sink.POSTGRES.settings("audit-sink"))) {
      var trail =
          new Trail(
              database,
              new PayloadKeys(SealingKey.of(Sink.KEY), List.of()),
              InstantSource.system());
      for (int i = 0; i < ENTRIES; i += 20) {
        trail.append(Stream.generate(LongEntriesIT::longEdit).limit(20).toList());
      }
    }
    var env = new HashMap<>(Sink.POSTGRES.settings("audit-sink", ISSUER.env()).env());
    env.put("AUDIT_KEY", Sink.KEY);
    env.put("AUDIT_SIGNING_KEY", Sink.SIGNING_KEY);
    env.put("RATE_LIMIT_BURST", "100000");
    env.put("JAVA_TOOL_OPTIONS", String.join(" ", jvmOptions()));
    function = ShippedFunction.start("audit-sink", env, directory.resolve("log"));
  }

  @AfterAll
  static void stop() {
    function.close();
    ISSUER.close();
  }

  @AfterEach
  void the_process_lives_and_was_never_out_of_memory() {
    assertThat(function.process().isAlive()).isTrue();
    assertThat(directory.resolve("log")).content().doesNotContain("java.lang.OutOfMemoryError");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/audit?limit=500", "/v1/audit?limit=500&owner=", "history"})
  void a_page_has_as_many_long_entries_as_fit_and_a_cursor(String path) throws Exception {
    String target =
        path.equals("history") ? HISTORY + "?limit=500" : path.replace("owner=", "owner=" + OWNER);

    for (String user : List.of(OWNER, ADMIN)) {
      for (HttpResponse<String> response :
          fourTimes(() -> get(user, target, JSON, BodyHandlers.ofString()))) {
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode page = EventJson.MAPPER.readTree(response.body());
        assertThat(page.required("items").size()).isGreaterThanOrEqualTo(2);
        assertThat(response.body().length()).isLessThan(MAX_BODY);
        assertThat(page.required("nextCursor").isString()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/audit", "history"})
  void pages_of_long_entries_have_every_entry_once(String path) throws Exception {
    String first = path.equals("history") ? HISTORY + "?limit=500" : path + "?limit=500";

    var read = new ArrayList<String>();
    for (String next = first; next != null; ) {
      JsonNode page =
          EventJson.MAPPER.readTree(get(OWNER, next, JSON, BodyHandlers.ofString()).body());
      page.required("items").forEach(item -> read.add(item.required("eventId").asString()));
      JsonNode cursor = page.required("nextCursor");
      next = cursor.isNull() ? null : first + "&cursor=" + cursor.asString();
    }

    assertThat(read).hasSize(ENTRIES).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {"owner", ADMIN})
  void exports_history_and_verification_work_at_the_same_time(String user) throws Exception {
    String name = user.equals(ADMIN) ? ADMIN : OWNER;

    assertThat(
            AtOnce.all(
                List.<Callable<Long>>of(
                    () -> exported(name, "/v1/audit", JSON_LINES),
                    () -> exported(name, "/v1/audit", CSV),
                    () -> exported(name, HISTORY, JSON_LINES),
                    () -> verified(name))))
        .containsOnly((long) ENTRIES);
  }

  @Test
  void an_admin_exports_the_entries_of_all_owners_four_times_at_once() throws Exception {
    assertThat(fourTimes(() -> exported(ADMIN, "/v1/audit", JSON_LINES)))
        .containsOnly((long) ENTRIES);
  }

  @Test
  void a_chain_of_long_entries_is_verified_four_times_at_once() throws Exception {
    assertThat(fourTimes(() -> verified(OWNER))).containsOnly((long) ENTRIES);
  }

  @Test
  void an_export_of_long_entries_is_verified_offline_with_the_same_heap() throws Exception {
    Path export = directory.resolve("export.jsonl");
    Path checkpoints = directory.resolve("checkpoints.jsonl");
    get(OWNER, "/v1/audit", JSON_LINES, BodyHandlers.ofFile(export));
    get(ADMIN, "/v1/audit/checkpoints", JSON_LINES, BodyHandlers.ofFile(checkpoints));
    String keys = get(OWNER, "/v1/audit/keys", JSON, BodyHandlers.ofString()).body();
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(jvmOptions());
    command.addAll(
        List.of(
            "-cp",
            "target/audit-sink.jar",
            "dev.perennial.auditsink.verify.VerifyMain",
            "--export",
            export.toString(),
            "--checkpoints",
            checkpoints.toString(),
            "--public-key",
            EventJson.MAPPER.readTree(keys).at("/items/0/publicKey").asString(),
            "--owner",
            OWNER));

    Process verifier = new ProcessBuilder(command).redirectErrorStream(true).start();

    assertThat(verifier.inputReader().readAllAsString())
        .startsWith("%s: %d entries are".formatted(OWNER, ENTRIES));
    assertThat(verifier.waitFor()).isZero();
  }

  @Test
  void responses_that_no_client_reads_hold_no_connection_and_leave_room_for_others()
      throws Exception {
    var unread = new ArrayList<InputStream>();
    for (int i = 0; i < AT_ONCE; i++) {
      unread.add(get(OWNER, "/v1/audit", JSON_LINES, BodyHandlers.ofInputStream()).body());
    }

    await("each export waits for its client")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(transactionsOfTheFunction()).isEmpty());
    HttpResponse<String> refused = get(OWNER, "/v1/audit", JSON, BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("2");
    assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(EventJson.MAPPER.readTree(refused.body()).required("detail").asString())
        .contains("too many responses");
    assertThat(get(ADMIN, "/v1/audit", JSON, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    assertThat(deliverLongEdit()).isEqualTo(202);

    for (InputStream body : unread) {
      body.close();
    }
    await("the places of the closed exports are free")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(fourTimes(() -> get(OWNER, "/v1/audit", JSON, BodyHandlers.ofString())))
                    .extracting(HttpResponse::statusCode)
                    .containsOnly(200));
  }

  @Test
  void long_events_are_stored_32_at_a_time() throws Exception {
    List<Callable<Integer>> deliveries =
        Collections.<Callable<Integer>>nCopies(32, LongEntriesIT::deliverLongEdit);

    assertThat(AtOnce.all(deliveries)).containsOnly(202);
  }

  private static <T> List<T> fourTimes(Callable<T> work) throws Exception {
    return AtOnce.all(Collections.nCopies(AT_ONCE, work));
  }

  /** How many entries of the owner the export has, which is never in memory as a whole. */
  private static long exported(String user, String path, String type) throws Exception {
    HttpResponse<Stream<String>> response = get(user, path, type, BodyHandlers.ofLines());
    assertThat(response.statusCode()).isEqualTo(200);
    try (Stream<String> lines = response.body()) {
      return lines.filter(line -> line.contains(OWNER)).count();
    }
  }

  /** How many entries of the owner's chain are as they were stored. */
  private static long verified(String user) throws Exception {
    HttpResponse<String> response =
        get(user, "/v1/audit/verify?owner=" + OWNER, JSON, BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode found = EventJson.MAPPER.readTree(response.body());
    assertThat(found.required("valid").asBoolean()).as(response.body()).isTrue();
    return found.required("entries").asLong();
  }

  private static <T> HttpResponse<T> get(String user, String path, String type, BodyHandler<T> body)
      throws Exception {
    String token =
        TestIssuer.token(
            claims -> {
              claims.subject(user);
              if (user.equals(ADMIN)) {
                claims.claim("roles", List.of("admin"));
              }
            });
    HttpRequest request =
        HttpRequest.newBuilder(function.base().resolve(path))
            .header("Authorization", "Bearer " + token)
            .header("Accept", type)
            .build();
    return CLIENT.send(request, body);
  }

  /** An event of somebody else, so that it is in no count. */
  private static int deliverLongEdit() {
    var event = Event.of("grace-" + UUID.randomUUID(), UUID.randomUUID());
    return function
        .http()
        .post(event.headers(), new String(payload(UUID.randomUUID(), "grace"), UTF_8))
        .statusCode();
  }

  private static List<String> transactionsOfTheFunction() {
    return Sink.POSTGRES.column(
        "SELECT state FROM pg_stat_activity WHERE application_name = 'audit-sink' AND state <>"
            + " 'idle'");
  }

  private static List<String> jvmOptions() throws IOException {
    return Files.readAllLines(Path.of("..", "jvm.options"));
  }

  private static ReceivedEvent longEdit() {
    var metadata =
        new EventMetadata(
            OWNER,
            UUID.randomUUID().toString(),
            "/functions/task-api",
            "dev.perennial.task.updated.v1",
            TASK.toString(),
            Instant.now(),
            OWNER,
            Event.LIST.toString(),
            List.of(TASK.toString()),
            List.of(OWNER));
    return new ReceivedEvent(metadata, payload(TASK, OWNER));
  }

  /** The payload of task-api for an edit of a long description. */
  private static byte[] payload(UUID task, String owner) {
    String text = "Moss, and ".repeat(ENTRY_BYTES / 3 / 10);
    return EventJson.write(
        Map.of(
            "task",
            Map.of("id", task, "listId", Event.LIST, "title", "Moss", "description", text),
            "changes",
            Map.of("description", Map.of("from", text, "to", text)),
            "audience",
            List.of(owner)));
  }
}
