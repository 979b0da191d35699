package dev.perennial.syncpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.api.testkit.TestIssuer;
import dev.perennial.runtime.testkit.InvocationRows;
import dev.perennial.runtime.testkit.TestPostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams of one instance. */
class StreamIT {

  private static final String TYPE = "dev.perennial.task.updated.v1";

  private static Server server;
  private static URI base;

  private final String ada = "ada-" + UUID.randomUUID();
  private final String grace = "grace-" + UUID.randomUUID();

  @BeforeAll
  static void start() {
    server =
        Server.start(
            Map.of("HEARTBEAT_SECONDS", "1", "CHECK_SECONDS", "600", "WRITE_SECONDS", "2"));
    base = server.http().base();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void an_open_stream_sends_new_events_as_they_are_in_the_feed() {
    try (var client = StreamClient.of(base, ada, "")) {
      assertThat(client.header("Content-Type")).isEqualTo("text/event-stream");
      assertThat(client.header("Cache-Control")).isEqualTo("no-store");
      client.awaitComments(1);
      server.deliver(TestEvent.task(ada));
      server.deliver(TestEvent.task(ada));

      var events = client.awaitEvents(2);
      var feed = server.changes(ada, 0).get("events");
      for (int i = 0; i < 2; i++) {
        assertThat(events.get(i).id()).isEqualTo(String.valueOf(i + 1));
        assertThat(events.get(i).type()).isEqualTo(TYPE);
        assertThat(events.get(i).json()).isEqualTo(feed.get(i));
      }
    }
  }

  @Test
  void a_stream_is_recorded_with_its_route_and_its_time() {
    try (var client = StreamClient.of(base, ada, "?since=0")) {
      client.awaitComments(1);
    }

    var row = InvocationRows.awaitOne("owner = '" + ada + "' AND trigger = 'stream'");
    assertThat(row.text("name")).isEqualTo("GET /v1/sync/stream");
    assertThat(row.text("outcome")).isEqualTo("done");
    assertThat(row.number("stream_ms")).isEqualTo(row.number("wall_us") / 1_000).isPositive();
    assertThat(row.number("bytes_out")).isPositive();
  }

  @Test
  void a_stream_without_a_cursor_sends_new_events_only() {
    server.deliver(TestEvent.task(ada));
    try (var client = StreamClient.of(base, ada, "")) {
      client.awaitComments(1);
      server.deliver(TestEvent.task(ada));

      assertThat(client.awaitEvents(1)).extracting(StreamClient.Event::id).containsExactly("2");
    }
  }

  @Test
  void a_resumed_stream_sends_missed_events_once_and_in_order() {
    server.deliver(TestEvent.task(ada));
    String last;
    try (var client = StreamClient.of(base, ada, "?since=0")) {
      last = client.awaitEvents(1).getLast().id();
    }
    for (int i = 0; i < 5; i++) {
      server.deliver(TestEvent.task(ada));
    }

    try (var client = StreamClient.resume(base, ada, last, "?since=0")) {
      client.awaitEvents(5);
      server.deliver(TestEvent.task(ada));
      client.awaitEvents(6);
      client.awaitComments(1);
      assertThat(client.ids()).containsExactly("2", "3", "4", "5", "6", "7");
    }
  }

  @Test
  void a_stream_catches_up_page_by_page_while_events_arrive() throws Exception {
    TestPostgres.shared()
        .execute(
            """
            INSERT INTO sync.feeds (user_id, latest, oldest, trimmed_at) VALUES ('%1$s', 950, 1, now());
            INSERT INTO sync.events (source, event_id, type, time, data)
            SELECT '/%1$s', 'e' || n, 't', now(), '{}' FROM generate_series(1, 950) n;
            INSERT INTO sync.entries
            SELECT '%1$s', substr(event_id, 2)::bigint, number, now() FROM sync.events WHERE source = '/%1$s'
            """
                .formatted(ada));
    try (var client = StreamClient.of(base, ada, "?since=0");
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        executor.submit(() -> server.deliverUntilTaken(TestEvent.task(ada)));
      }
      client.awaitEvents(1000);

      assertThat(client.ids())
          .containsExactlyElementsOf(
              LongStream.rangeClosed(1, 1000).mapToObj(String::valueOf).toList());
    }
  }

  @Test
  void all_streams_of_a_user_send_the_same_events_and_none_of_other_users() {
    try (var first = StreamClient.of(base, ada, "?since=0");
        var second = StreamClient.of(base, ada, "?since=0");
        var other = StreamClient.of(base, grace, "?since=0")) {
      server.deliver(TestEvent.task(ada));
      var both = TestEvent.task(ada, grace);
      server.deliver(both);

      assertThat(first.awaitEvents(2)).isEqualTo(second.awaitEvents(2));
      other.awaitEvents(1);
      other.awaitComments(1);
      assertThat(other.events()).hasSize(1);
      assertThat(other.events().getFirst().json().get("id").stringValue()).isEqualTo(both.id());
    }
  }

  @Test
  void a_removed_member_gets_the_removal_and_no_later_event_of_the_list() {
    var list = UUID.randomUUID().toString();
    try (var client = StreamClient.of(base, grace, "?since=0")) {
      server.deliver(TestEvent.list("unshared", list, 4, new String[] {ada}, ada, grace));
      server.deliver(TestEvent.taskOf(list, ada, grace));
      server.deliver(TestEvent.task(grace));

      assertThat(client.awaitEvents(2))
          .extracting(StreamClient.Event::type)
          .containsExactly("dev.perennial.list.unshared.v1", TYPE);
      client.awaitComments(1);
      assertThat(client.events()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "999999999999999999"})
  void a_cursor_beyond_the_end_of_the_feed_gets_a_reset_and_the_stream_continues(String cursor) {
    server.deliver(TestEvent.task(ada));
    try (var client = StreamClient.resume(base, ada, cursor)) {
      var reset = client.awaitEvents(1).getFirst();
      server.deliver(TestEvent.task(ada));

      assertThat(reset.type()).isEqualTo("reset");
      assertThat(reset.id()).isEqualTo("1");
      assertThat(reset.json().get("reset").booleanValue()).isTrue();
      assertThat(reset.json().get("oldest").longValue()).isEqualTo(1);
      assertThat(client.awaitEvents(2).getLast().id()).isEqualTo("2");
    }
  }

  @Test
  void a_cursor_before_the_oldest_entry_gets_a_reset() {
    TestPostgres.shared()
        .execute(
            "INSERT INTO sync.feeds (user_id, latest, oldest, trimmed_at) VALUES ('%s', 70, 71, now())"
                .formatted(ada));
    try (var client = StreamClient.of(base, ada, "?since=69")) {
      assertThat(client.awaitEvents(1).getFirst().type()).isEqualTo("reset");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "1234567890123456789"})
  void an_invalid_cursor_gets_400_with_its_name(String cursor) {
    var query = server.get(ada, "/v1/sync/stream?since=" + cursor);
    assertThat(query.statusCode()).isEqualTo(400);
    assertThat(Server.json(query).at("/errors/0/pointer").stringValue()).isEqualTo("/since");

    var header =
        server.ask(
            "GET",
            "/v1/sync/stream",
            Map.of("Authorization", TestIssuer.authorization(ada), "Last-Event-ID", cursor));
    assertThat(header.statusCode()).isEqualTo(400);
    assertThat(Server.json(header).at("/errors/0/pointer").stringValue())
        .isEqualTo("/Last-Event-ID");
  }

  @Test
  void a_stream_without_events_sends_heartbeats() {
    try (var client = StreamClient.of(base, ada, "")) {
      client.awaitComments(2);
      assertThat(client.events()).isEmpty();
    }
  }

  @Test
  void a_stream_sends_bye_when_its_time_is_over() {
    try (var limited = Server.start(Map.of("STREAM_SECONDS", "1"))) {
      var response = limited.get(ada, "/v1/sync/stream");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).startsWith("retry: ").endsWith(bye("time"));
    }
  }

  @Test
  void a_stream_ends_when_its_token_expires() {
    try (var client = StreamClient.of(base, Map.of("Authorization", authorizedForSeconds(2)), "")) {
      assertThat(client.awaitEnd().json().get("reason").stringValue()).isEqualTo("token");
    }
  }

  @Test
  void a_stream_ends_when_its_user_is_deleted() {
    try (var client = StreamClient.of(base, ada, "")) {
      client.awaitComments(1);
      server.deliverErasure(ada, Instant.now());

      assertThat(client.awaitEnd().json().get("reason").stringValue()).isEqualTo("access");
    }
  }

  @Test
  void a_stream_without_a_token_or_with_an_invented_ticket_gets_401() {
    assertThat(server.ask("GET", "/v1/sync/stream", Map.of()).statusCode()).isEqualTo(401);
    assertThat(server.ask("GET", "/v1/sync/stream?ticket=abc", Map.of()).statusCode())
        .isEqualTo(401);
    assertThat(server.ask("POST", "/v1/sync/ticket", Map.of()).statusCode()).isEqualTo(401);
  }

  @Test
  void a_ticket_opens_one_stream_of_its_user_on_any_instance() {
    var ticket = ticket(TestIssuer.authorization(ada));
    server.deliver(TestEvent.task(ada));
    try (var other = Server.start();
        var client = StreamClient.of(other.http().base(), Map.of(), "?since=0&ticket=" + ticket)) {
      assertThat(client.awaitEvents(1)).hasSize(1);
      assertThat(server.ask("GET", "/v1/sync/stream?ticket=" + ticket, Map.of()).statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void a_token_that_expires_in_the_far_future_opens_a_stream_also_by_ticket() {
    var authorization = TestIssuer.authorization(ada, Instant.parse("+200000-01-01T00:00:00Z"));
    server.deliver(TestEvent.task(ada));
    try (var byToken = StreamClient.of(base, Map.of("Authorization", authorization), "?since=0");
        var byTicket =
            StreamClient.of(base, Map.of(), "?since=0&ticket=" + ticket(authorization))) {
      assertThat(byToken.awaitEvents(1)).hasSize(1);
      assertThat(byTicket.awaitEvents(1)).hasSize(1);
    }
  }

  @Test
  void a_ticket_older_than_a_minute_gets_401() {
    var ticket = ticket(TestIssuer.authorization(ada));
    TestPostgres.shared()
        .execute(
            "UPDATE sync.tickets SET expires_at = expires_at - interval '60 s' WHERE user_id = '%s'"
                .formatted(ada));

    assertThat(server.ask("GET", "/v1/sync/stream?ticket=" + ticket, Map.of()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_ticket_is_stored_as_a_hash_and_names_its_expiry() {
    var before = Instant.now();
    var response =
        server.ask(
            "POST", "/v1/sync/ticket", Map.of("Authorization", TestIssuer.authorization(ada)));

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(Instant.parse(Server.json(response).get("expiresAt").stringValue()))
        .isBetween(before.plusSeconds(60), Instant.now().plusSeconds(60));
    assertThat(TestPostgres.shared().column("SELECT row_to_json(t) FROM sync.tickets t"))
        .noneMatch(row -> row.contains(Server.json(response).get("ticket").stringValue()));
  }

  @Test
  void a_stream_opened_by_a_ticket_ends_when_the_token_of_the_ticket_expires() {
    var ticket = ticket(authorizedForSeconds(4));
    try (var client = StreamClient.of(base, Map.of(), "?ticket=" + ticket)) {
      assertThat(client.awaitEnd().json().get("reason").stringValue()).isEqualTo("token");
    }
  }

  @Test
  void a_user_has_at_most_ten_streams_on_all_instances_together() {
    var open = new ArrayList<StreamClient>();
    try (var other = Server.start()) {
      for (int i = 0; i < 10; i++) {
        open.add(StreamClient.of(i % 2 == 0 ? base : other.http().base(), ada, ""));
        assertThat(open.getLast().status()).isEqualTo(200);
      }
      Leases.awaitOnLiveInstances(ada, 10);

      assertThat(server.get(ada, "/v1/sync/stream").statusCode()).isEqualTo(429);
      try (var somebodyElse = StreamClient.of(base, grace, "")) {
        assertThat(somebodyElse.status()).isEqualTo(200);
      }
      open.removeFirst().close();
      await("the closed stream is released").until(() -> Leases.of(ada) == 9);
      open.add(StreamClient.of(base, ada, ""));
      assertThat(open.getLast().status()).isEqualTo(200);
    } finally {
      open.forEach(StreamClient::close);
    }
  }

  @Test
  void ten_of_thirty_concurrent_streams_are_opened() throws Exception {
    var opened = new ConcurrentLinkedQueue<StreamClient>();
    try {
      var statuses =
          Concurrently.run(
              30,
              () -> {
                var client = StreamClient.of(base, ada, "");
                opened.add(client);
                return client.status();
              });

      assertThat(statuses).containsOnly(200, 429);
      assertThat(Collections.frequency(statuses, 200)).isEqualTo(10);
    } finally {
      opened.forEach(StreamClient::close);
    }
  }

  @Test
  void an_event_gets_a_database_connection_while_many_streams_wait_to_open() throws Exception {
    try (var postgres = TestPostgres.shared().owner();
        var statement = postgres.createStatement();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      postgres.setAutoCommit(false);
      // The lock that is taken to open a stream of this user.
      statement.execute(
          "SELECT pg_advisory_xact_lock(hashtextextended('streams %s', 0))".formatted(ada));
      var opening =
          Stream.generate(() -> executor.submit(() -> StreamClient.of(base, ada, "")))
              .limit(10)
              .toList();
      await("as many wait as are admitted")
          .until(
              () ->
                  TestPostgres.shared()
                          .column(
                              "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT"
                                  + " granted")
                          .size()
                      >= 4);

      server.deliver(TestEvent.task(grace));

      postgres.rollback();
      for (var one : opening) {
        try (var client = one.get()) {
          assertThat(client.status()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void a_ticket_redeemed_concurrently_opens_one_stream() throws Exception {
    var ticket = ticket(TestIssuer.authorization(ada));
    var opened = new ConcurrentLinkedQueue<StreamClient>();
    try {
      var statuses =
          Concurrently.run(
              16,
              () -> {
                var client = StreamClient.of(base, Map.of(), "?ticket=" + ticket);
                opened.add(client);
                return client.status();
              });

      assertThat(statuses).containsOnly(200, 401);
      assertThat(Collections.frequency(statuses, 200)).isEqualTo(1);
    } finally {
      opened.forEach(StreamClient::close);
    }
  }

  @Test
  void a_client_that_reads_nothing_delays_no_other_stream() throws Exception {
    try (var slowTimeout = Server.start(Map.of("WRITE_SECONDS", "600"));
        var slow = clientThatReadsNothing(slowTimeout.http().base(), ada);
        var quick = StreamClient.of(slowTimeout.http().base(), grace, "?since=0")) {
      await("the stream is open").until(() -> Leases.of(ada) == 1);
      for (int i = 0; i < 20; i++) {
        slowTimeout.deliver(large(ada, grace));
      }

      quick.awaitEvents(20);
      assertThat(Leases.of(ada)).isEqualTo(1);
      assertThat(slow.getInputStream().available()).isPositive();
    }
  }

  @Test
  void a_client_that_reads_nothing_is_disconnected_and_resumes_without_loss() throws Exception {
    try (var slow = clientThatReadsNothing(base, ada)) {
      await("the stream is open").until(() -> Leases.of(ada) == 1);
      server.deliver(TestEvent.task(ada));
      for (int i = 0; i < 20; i++) {
        server.deliver(large(ada));
      }
      await("the client is disconnected").until(() -> Leases.of(ada) == 0);

      // What was sent before the server closed the connection.
      var taken = toTheEnd(slow);
      assertThat(taken).contains("id: 1\n").doesNotContain("id: 21\n");
    }
    try (var resumed = StreamClient.resume(base, ada, "1")) {
      resumed.awaitEvents(20);
      assertThat(resumed.ids())
          .containsExactlyElementsOf(
              LongStream.rangeClosed(2, 21).mapToObj(String::valueOf).toList());
    }
  }

  @Test
  void a_stream_whose_lease_was_lost_renews_it_and_continues() {
    try (var client = StreamClient.of(base, ada, "?since=0")) {
      await("the stream is open").until(() -> Leases.of(ada) == 1);
      // As after a crash of the database, or an outage longer than a lease.
      TestPostgres.shared().execute("DELETE FROM sync.streams WHERE user_id = '%s'".formatted(ada));

      await("the lease is renewed").until(() -> Leases.of(ada) == 1);
      server.deliver(TestEvent.task(ada));
      assertThat(client.awaitEvents(1)).extracting(StreamClient.Event::type).containsExactly(TYPE);
    }
    await("the lease is released").until(() -> Leases.of(ada) == 0);
  }

  @Test
  void a_stopping_instance_sends_bye_at_once() {
    var stopping = Server.start(Map.of());
    try (var client = StreamClient.of(stopping.http().base(), ada, "")) {
      assertThat(client.status()).isEqualTo(200);
      stopping.close();

      assertThat(client.awaitEnd().json().get("reason").stringValue()).isEqualTo("stopping");
      assertThat(Leases.of(ada)).isZero();
    }
  }

  private static String bye(String reason) {
    return "event: bye\ndata: {\"reason\":\"%s\"}\n\n".formatted(reason);
  }

  private static String ticket(String authorization) {
    var response = server.ask("POST", "/v1/sync/ticket", Map.of("Authorization", authorization));
    return Server.json(response).get("ticket").stringValue();
  }

  /**
   * A token that is accepted for this many more seconds, by the minute of leeway after its expiry.
   */
  private String authorizedForSeconds(int seconds) {
    return TestIssuer.authorization(ada, Instant.now().minusSeconds(60 - seconds));
  }

  private static TestEvent large(String... audience) {
    var small = TestEvent.task(audience);
    return new TestEvent(
        small.headers(),
        small.data().replaceFirst("\\{", "{\"x\":\"" + "x".repeat(500_000) + "\","));
  }

  private static Socket clientThatReadsNothing(URI base, String user) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
    socket
        .getOutputStream()
        .write(
            "GET /v1/sync/stream?since=0 HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n\r\n"
                .formatted(TestIssuer.authorization(user))
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** What is received until the server closes the connection, which must be within 30 s. */
  private static String toTheEnd(Socket socket) throws IOException {
    socket.setSoTimeout(120_000);
    var taken = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(taken);
    } catch (SocketException reset) {
      // A reset connection is closed as well.
    }
    return taken.toString(StandardCharsets.UTF_8);
  }
}
