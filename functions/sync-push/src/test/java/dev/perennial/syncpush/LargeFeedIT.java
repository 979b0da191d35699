package dev.perennial.syncpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.api.testkit.TestIssuer;
import dev.perennial.events.EventJson;
import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Feeds of long events, read from the shipped jar in a heap of 80 MB. */
class LargeFeedIT {

  private static final int EVENTS = 500;
  private static final int EVENT_BYTES = 90_000;
  private static final int PAGE_BYTES = 1024 * 1024;
  private static final Duration LONG = Duration.ofSeconds(120);

  @TempDir private static Path directory;

  private static Process process;
  private static URI base;

  private final String ada = "ada-" + UUID.randomUUID();

  @BeforeAll
  static void start() throws IOException {
    var port = freePort();
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // The heap of every function, without the larger one that this function has.
                "@../jvm.options",
                "-jar",
                "target/sync-push.jar")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("function.log").toFile());
    var env = new HashMap<>(Server.issuer());
    // A client that reads nothing is not disconnected while the tests run.
    env.put("WRITE_SECONDS", "600");
    builder.environment().putAll(TestPostgres.shared().settings("sync-push", env).env());
    builder.environment().put("PORT", Integer.toString(port));
    process = builder.start();
    base = URI.create("http://127.0.0.1:" + port);
    await("the function is ready")
        .atMost(LONG)
        .ignoreExceptions()
        .until(() -> new Http(base).send("GET", "/health/ready", Map.of(), "").statusCode() == 200);
  }

  @AfterAll
  static void stop() {
    process.destroyForcibly();
  }

  @Test
  void six_readers_of_pages_and_four_streams_get_every_long_event_unchanged() throws Exception {
    insertLongEvents(ada, EVENTS);
    var next = new AtomicInteger();

    var read =
        Concurrently.run(
            10, () -> next.getAndIncrement() < 6 ? readAllPages(ada) : readStream(ada, EVENTS));

    for (var seqs : read) {
      assertThat(seqs).containsExactlyElementsOf(IntStream.rangeClosed(1, EVENTS).boxed().toList());
    }
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void a_page_ends_before_it_has_more_bytes_than_allowed_and_the_next_page_continues()
      throws Exception {
    insertLongEvents(ada, 30);

    var first = json(get(ada, "?since=0&limit=500"));

    assertThat(first.get("events")).hasSize(PAGE_BYTES / EVENT_BYTES);
    assertThat(first.get("cursor").intValue()).isEqualTo(first.get("events").size());
    assertThat(first.get("latest").intValue()).isEqualTo(30);
    assertThat(first.get("hasMore").booleanValue()).isTrue();
  }

  @Test
  void an_event_longer_than_a_page_is_a_page_of_its_own() throws Exception {
    insertEvents(ada, 3, PAGE_BYTES + 1);

    var second = json(get(ada, "?since=1"));

    assertThat(second.get("events")).hasSize(1);
    assertThat(second.get("cursor").intValue()).isEqualTo(2);
    assertThat(second.get("hasMore").booleanValue()).isTrue();
  }

  @Test
  void clients_that_do_not_read_their_pages_hold_no_database_connection_and_others_get_503()
      throws Exception {
    insertLongEvents(ada, 20);
    var slow = new ArrayList<Socket>();
    try {
      var users = IntStream.range(0, 12).mapToObj(i -> "slow-" + i + "-" + ada).toList();
      for (var user : users) {
        insertLongEvents(user, 20);
        slow.add(clientThatReadsNothing(user));
      }

      await("a page is refused")
          .atMost(LONG)
          .untilAsserted(
              () -> {
                var refused = get(ada, "?since=0&limit=500");
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).isPresent();
              });
      // More than the connections that readers may have.
      assertThat(get(ada, "").statusCode()).isEqualTo(200);
      var event = TestEvent.task(ada);
      assertThat(new Http(base).post(event.headers(), event.data()).statusCode()).isEqualTo(202);
    } finally {
      for (var socket : slow) {
        socket.close();
      }
    }
    await("the memory is free again")
        .atMost(LONG)
        .until(() -> get(ada, "?since=0&limit=500").statusCode() == 200);
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void streams_whose_clients_read_nothing_leave_memory_for_others() throws Exception {
    var slow = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 60; i++) {
        var user = "slow-" + i + "-" + ada;
        insertLongEvents(user, 20);
        slow.add(streamThatReadsNothing(user));
      }
      var users = IntStream.range(0, 60).mapToObj(i -> "slow-" + i + "-" + ada).toList();
      await("all streams are open")
          .atMost(LONG)
          .until(() -> users.stream().mapToInt(Leases::of).sum() >= 30);
      for (int i = 0; i < 20; i++) {
        var event = longEvent(users.toArray(String[]::new));
        assertThat(new Http(base).post(event.headers(), event.data()).statusCode()).isEqualTo(202);
      }

      insertLongEvents(ada, 30);
      assertThat(readAllPages(ada)).hasSize(30);
    } finally {
      for (var socket : slow) {
        socket.close();
      }
    }
    assertThat(process.isAlive()).isTrue();
  }

  private static TestEvent longEvent(String... audience) {
    var small = TestEvent.task(audience);
    return new TestEvent(
        small.headers(),
        small.data().replaceFirst("\\{", "{\"x\":\"" + "x".repeat(EVENT_BYTES) + "\","));
  }

  private static List<Integer> readAllPages(String user) throws Exception {
    var seqs = new ArrayList<Integer>();
    var cursor = 0L;
    JsonNode page;
    do {
      page = json(get(user, "?limit=500&since=" + cursor));
      for (var event : page.get("events")) {
        seqs.add(seqOf(event));
      }
      cursor = page.get("cursor").longValue();
    } while (page.get("hasMore").booleanValue());
    return seqs;
  }

  /** Reads a stream from its beginning up to this number of events. */
  private static List<Integer> readStream(String user, int count) throws Exception {
    var seqs = new ArrayList<Integer>();
    var request =
        HttpRequest.newBuilder(base.resolve("/v1/sync/stream?since=0"))
            .header("Authorization", TestIssuer.authorization(user))
            .build();
    try (var http = HttpClient.newHttpClient();
        var lines = http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
      lines
          .filter(line -> line.startsWith("data: "))
          .limit(count)
          .forEach(line -> seqs.add(seqOf(EventJson.MAPPER.readTree(line.substring(6)))));
      http.shutdownNow();
    }
    return seqs;
  }

  /** The event's number, if its payload is unchanged. */
  private static int seqOf(JsonNode event) {
    var seq = event.get("seq").intValue();
    assertThat(event.get("data").get("x").stringValue()).isEqualTo(text(seq, EVENT_BYTES));
    return seq;
  }

  private static HttpResponse<String> get(String user, String query)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(base.resolve("/v1/sync" + query))
                .header("Authorization", TestIssuer.authorization(user))
                .timeout(LONG)
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return EventJson.MAPPER.readTree(response.body());
  }

  private static void insertLongEvents(String user, int count) {
    insertEvents(user, count, EVENT_BYTES);
  }

  /** Events whose payload is a text that depends on their number and does not compress well. */
  private static void insertEvents(String user, int count, int bytes) {
    TestPostgres.shared()
        .execute(
            """
            INSERT INTO sync.feeds (user_id, latest, oldest, trimmed_at) VALUES ('%1$s', %2$d, 1, now());
            INSERT INTO sync.events (source, event_id, type, time, data)
            SELECT '/%1$s', 'e' || n, 't', now(),
                   '{"x":"' || left(repeat(md5(n::text), %3$d / 32 + 1), %3$d) || '"}'
            FROM generate_series(1, %2$d) n;
            INSERT INTO sync.entries
            SELECT '%1$s', substr(event_id, 2)::bigint, number, now() FROM sync.events WHERE source = '/%1$s'
            """
                .formatted(user, count, bytes));
  }

  /** The text of the event with this number. */
  private static String text(int seq, int bytes) {
    try {
      var md5 =
          MessageDigest.getInstance("MD5")
              .digest(String.valueOf(seq).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(md5).repeat(bytes / 32 + 1).substring(0, bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Socket clientThatReadsNothing(String user) throws IOException {
    return open("/v1/sync?since=0&limit=500", user);
  }

  private static Socket streamThatReadsNothing(String user) throws IOException {
    return open("/v1/sync/stream?since=0", user);
  }

  private static Socket open(String path, String user) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
    socket
        .getOutputStream()
        .write(
            "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n\r\n"
                .formatted(path, TestIssuer.authorization(user))
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
