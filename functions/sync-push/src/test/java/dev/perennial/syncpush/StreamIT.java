package dev.perennial.syncpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.api.testkit.TestIssuer;
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
  void what_happens_is_on_the_open_stream_as_it_is_in_the_feed() {
    try (var client = Client.of(base, ada, "")) {
      assertThat(client.header("Content-Type")).isEqualTo("text/event-stream");
      assertThat(client.header("Cache-Control")).isEqualTo("no-store");
      client.awaitComments(1);
      server.deliver(Happening.task(ada));
      server.deliver(Happening.task(ada));

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
  void a_stream_without_a_cursor_begins_now() {
    server.deliver(Happening.task(ada));
    try (var client = Client.of(base, ada, "")) {
      client.awaitComments(1);
      server.deliver(Happening.task(ada));

      assertThat(client.awaitEvents(1)).extracting(Client.Event::id).containsExactly("2");
    }
  }

  @Test
  void after_a_broken_connection_what_was_missed_comes_once_and_in_order() {
    server.deliver(Happening.task(ada));
    String last;
    try (var client = Client.of(base, ada, "?since=0")) {
      last = client.awaitEvents(1).getLast().id();
    }
    for (int i = 0; i < 5; i++) {
      server.deliver(Happening.task(ada));
    }

    try (var client = Client.resume(base, ada, last, "?since=0")) {
      client.awaitEvents(5);
      server.deliver(Happening.task(ada));
      client.awaitEvents(6);
      client.awaitComments(1);
      assertThat(client.ids()).containsExactly("2", "3", "4", "5", "6", "7");
    }
  }

  @Test
  void a_long_absence_is_caught_up_page_by_page_while_more_comes() throws Exception {
    TestPostgres.shared()
        .execute(
            """
            INSERT INTO sync.feeds (user_id, latest, oldest, trimmed_at) VALUES ('%1$s', 950, 1, now());
            INSERT INTO sync.entries
            SELECT '%1$s', n, 'e' || n, '/s', 't', now(), null, null, '{}', now() FROM generate_series(1, 950) n
            """
                .formatted(ada));
    try (var client = Client.of(base, ada, "?since=0");
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        executor.submit(() -> server.deliverUntilTaken(Happening.task(ada)));
      }
      client.awaitEvents(1000);

      assertThat(client.ids())
          .containsExactlyElementsOf(
              LongStream.rangeClosed(1, 1000).mapToObj(String::valueOf).toList());
    }
  }

  @Test
  void each_stream_has_its_own_users_events_and_all_streams_of_a_user_the_same() {
    try (var first = Client.of(base, ada, "?since=0");
        var second = Client.of(base, ada, "?since=0");
        var other = Client.of(base, grace, "?since=0")) {
      server.deliver(Happening.task(ada));
      var both = Happening.task(ada, grace);
      server.deliver(both);

      assertThat(first.awaitEvents(2)).isEqualTo(second.awaitEvents(2));
      other.awaitEvents(1);
      other.awaitComments(1);
      assertThat(other.events()).hasSize(1);
      assertThat(other.events().getFirst().json().get("id").stringValue()).isEqualTo(both.id());
    }
  }

  @Test
  void who_is_taken_out_of_a_list_reads_nothing_of_it_any_more() {
    var list = UUID.randomUUID().toString();
    try (var client = Client.of(base, grace, "?since=0")) {
      server.deliver(Happening.list("unshared", list, 4, new String[] {ada}, ada, grace));
      server.deliver(Happening.taskOf(list, ada, grace));
      server.deliver(Happening.task(grace));

      assertThat(client.awaitEvents(2))
          .extracting(Client.Event::type)
          .containsExactly("dev.perennial.list.unshared.v1", TYPE);
      client.awaitComments(1);
      assertThat(client.events()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "999999999999999999"})
  void a_cursor_from_another_world_is_told_to_begin_anew_and_the_stream_goes_on(String cursor) {
    server.deliver(Happening.task(ada));
    try (var client = Client.resume(base, ada, cursor)) {
      var reset = client.awaitEvents(1).getFirst();
      server.deliver(Happening.task(ada));

      assertThat(reset.type()).isEqualTo("reset");
      assertThat(reset.id()).isEqualTo("1");
      assertThat(reset.json().get("reset").booleanValue()).isTrue();
      assertThat(reset.json().get("oldest").longValue()).isEqualTo(1);
      assertThat(client.awaitEvents(2).getLast().id()).isEqualTo("2");
    }
  }

  @Test
  void a_cursor_that_is_too_old_is_told_to_begin_anew() {
    TestPostgres.shared()
        .execute(
            "INSERT INTO sync.feeds (user_id, latest, oldest, trimmed_at) VALUES ('%s', 70, 71, now())"
                .formatted(ada));
    try (var client = Client.of(base, ada, "?since=69")) {
      assertThat(client.awaitEvents(1).getFirst().type()).isEqualTo("reset");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "1234567890123456789"})
  void what_is_no_cursor_is_refused_by_name(String cursor) {
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
  void a_silent_stream_has_a_heartbeat() {
    try (var client = Client.of(base, ada, "")) {
      client.awaitComments(2);
      assertThat(client.events()).isEmpty();
    }
  }

  @Test
  void a_stream_says_goodbye_before_its_time_is_cut() {
    try (var hasty = Server.start(Map.of("STREAM_SECONDS", "1"))) {
      var answer = hasty.get(ada, "/v1/sync/stream");

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).startsWith("retry: ").endsWith(bye("time"));
    }
  }

  @Test
  void a_stream_ends_with_its_token() {
    try (var client = Client.of(base, Map.of("Authorization", authorizedForSeconds(2)), "")) {
      assertThat(client.awaitBye().json().get("reason").stringValue()).isEqualTo("token");
    }
  }

  @Test
  void a_stream_ends_when_its_user_is_gone() {
    try (var client = Client.of(base, ada, "")) {
      client.awaitComments(1);
      server.deliver(Happening.profileDeleted(ada, Instant.now()));

      assertThat(client.awaitBye().json().get("reason").stringValue()).isEqualTo("access");
    }
  }

  @Test
  void nobody_follows_without_a_token_or_with_a_made_up_ticket() {
    assertThat(server.ask("GET", "/v1/sync/stream", Map.of()).statusCode()).isEqualTo(401);
    assertThat(server.ask("GET", "/v1/sync/stream?ticket=abc", Map.of()).statusCode())
        .isEqualTo(401);
    assertThat(server.ask("POST", "/v1/sync/ticket", Map.of()).statusCode()).isEqualTo(401);
  }

  @Test
  void a_ticket_opens_one_stream_of_its_user_at_any_instance() {
    var ticket = ticket(TestIssuer.authorization(ada));
    server.deliver(Happening.task(ada));
    try (var other = Server.start();
        var client = Client.of(other.http().base(), Map.of(), "?since=0&ticket=" + ticket)) {
      assertThat(client.awaitEvents(1)).hasSize(1);
      assertThat(server.ask("GET", "/v1/sync/stream?ticket=" + ticket, Map.of()).statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void a_ticket_of_more_than_a_minute_is_none() {
    var ticket = ticket(TestIssuer.authorization(ada));
    TestPostgres.shared()
        .execute(
            "UPDATE sync.tickets SET expires_at = expires_at - interval '60 s' WHERE user_id = '%s'"
                .formatted(ada));

    assertThat(server.ask("GET", "/v1/sync/stream?ticket=" + ticket, Map.of()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_ticket_is_kept_as_a_hash_and_says_how_long_it_is_good() {
    var before = Instant.now();
    var answer =
        server.ask(
            "POST", "/v1/sync/ticket", Map.of("Authorization", TestIssuer.authorization(ada)));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(Instant.parse(Server.json(answer).get("expiresAt").stringValue()))
        .isBetween(before.plusSeconds(60), Instant.now().plusSeconds(60));
    assertThat(TestPostgres.shared().column("SELECT row_to_json(t) FROM sync.tickets t"))
        .noneMatch(row -> row.contains(Server.json(answer).get("ticket").stringValue()));
  }

  @Test
  void what_a_ticket_opened_ends_with_the_token_it_was_made_with() {
    var ticket = ticket(authorizedForSeconds(4));
    try (var client = Client.of(base, Map.of(), "?ticket=" + ticket)) {
      assertThat(client.awaitBye().json().get("reason").stringValue()).isEqualTo("token");
    }
  }

  @Test
  void a_user_has_ten_streams_at_most_wherever_they_are() {
    var open = new ArrayList<Client>();
    try (var other = Server.start()) {
      for (int i = 0; i < 10; i++) {
        open.add(Client.of(i % 2 == 0 ? base : other.http().base(), ada, ""));
        assertThat(open.getLast().status()).isEqualTo(200);
      }
      Leases.awaitLiving(ada, 10);

      assertThat(server.get(ada, "/v1/sync/stream").statusCode()).isEqualTo(429);
      try (var somebodyElse = Client.of(base, grace, "")) {
        assertThat(somebodyElse.status()).isEqualTo(200);
      }
      open.removeFirst().close();
      await("the server has seen that it is closed").until(() -> Leases.of(ada) == 9);
      open.add(Client.of(base, ada, ""));
      assertThat(open.getLast().status()).isEqualTo(200);
    } finally {
      open.forEach(Client::close);
    }
  }

  @Test
  void of_thirty_streams_that_are_opened_at_once_ten_are() throws Exception {
    var opened = new ConcurrentLinkedQueue<Client>();
    try {
      var statuses =
          AtOnce.times(
              30,
              () -> {
                var client = Client.of(base, ada, "");
                opened.add(client);
                return client.status();
              });

      assertThat(statuses).containsOnly(200, 429);
      assertThat(Collections.frequency(statuses, 200)).isEqualTo(10);
    } finally {
      opened.forEach(Client::close);
    }
  }

  @Test
  void an_event_finds_a_connection_though_many_wait_to_open_streams() throws Exception {
    try (var postgres = TestPostgres.shared().owner();
        var statement = postgres.createStatement();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      postgres.setAutoCommit(false);
      // As whoever opens a stream of hers does: the others wait for that.
      statement.execute(
          "SELECT pg_advisory_xact_lock(hashtextextended('streams %s', 0))".formatted(ada));
      var opening =
          Stream.generate(() -> executor.submit(() -> Client.of(base, ada, ""))).limit(10).toList();
      await("as many hang as may")
          .until(
              () ->
                  TestPostgres.shared()
                          .column(
                              "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT"
                                  + " granted")
                          .size()
                      >= 4);

      server.deliver(Happening.task(grace));

      postgres.rollback();
      for (var one : opening) {
        try (var client = one.get()) {
          assertThat(client.status()).isEqualTo(200);
        }
      }
    }
  }

  @Test
  void a_ticket_that_is_used_many_times_at_once_opens_one_stream() throws Exception {
    var ticket = ticket(TestIssuer.authorization(ada));
    var opened = new ConcurrentLinkedQueue<Client>();
    try {
      var statuses =
          AtOnce.times(
              16,
              () -> {
                var client = Client.of(base, Map.of(), "?ticket=" + ticket);
                opened.add(client);
                return client.status();
              });

      assertThat(statuses).containsOnly(200, 401);
      assertThat(Collections.frequency(statuses, 200)).isEqualTo(1);
    } finally {
      opened.forEach(Client::close);
    }
  }

  @Test
  void a_client_that_takes_nothing_delays_nobody_however_long_it_is_borne() throws Exception {
    try (var patient = Server.start(Map.of("WRITE_SECONDS", "600"));
        var slow = takesNothing(patient.http().base(), ada);
        var quick = Client.of(patient.http().base(), grace, "?since=0")) {
      await("the slow one's stream is open").until(() -> Leases.of(ada) == 1);
      for (int i = 0; i < 20; i++) {
        patient.deliver(large(ada, grace));
      }

      quick.awaitEvents(20);
      assertThat(Leases.of(ada)).isEqualTo(1);
      assertThat(slow.getInputStream().available()).isPositive();
    }
  }

  @Test
  void a_client_that_takes_nothing_is_closed_and_goes_on_where_it_was() throws Exception {
    try (var slow = takesNothing(base, ada)) {
      await("its stream is open").until(() -> Leases.of(ada) == 1);
      server.deliver(Happening.task(ada));
      for (int i = 0; i < 20; i++) {
        server.deliver(large(ada));
      }
      await("the server has given up on it").until(() -> Leases.of(ada) == 0);

      // What is still under way to it, up to the end that the server made.
      var taken = toTheEnd(slow);
      assertThat(taken).contains("id: 1\n").doesNotContain("id: 21\n");
    }
    try (var resumed = Client.resume(base, ada, "1")) {
      resumed.awaitEvents(20);
      assertThat(resumed.ids())
          .containsExactlyElementsOf(
              LongStream.rangeClosed(2, 21).mapToObj(String::valueOf).toList());
    }
  }

  @Test
  void a_stream_whose_lease_was_lost_takes_it_again_and_goes_on() {
    try (var client = Client.of(base, ada, "?since=0")) {
      await("it is open").until(() -> Leases.of(ada) == 1);
      // As by a crash of the server, or after an outage for longer than a lease.
      TestPostgres.shared().execute("DELETE FROM sync.streams WHERE user_id = '%s'".formatted(ada));

      await("the lease is there again").until(() -> Leases.of(ada) == 1);
      server.deliver(Happening.task(ada));
      assertThat(client.awaitEvents(1)).extracting(Client.Event::type).containsExactly(TYPE);
    }
    await("it is given back").until(() -> Leases.of(ada) == 0);
  }

  @Test
  void an_instance_that_stops_says_goodbye_at_once() {
    var stopping = Server.start(Map.of());
    try (var client = Client.of(stopping.http().base(), ada, "")) {
      assertThat(client.status()).isEqualTo(200);
      stopping.close();

      assertThat(client.awaitBye().json().get("reason").stringValue()).isEqualTo("stopping");
      assertThat(Leases.of(ada)).isZero();
    }
  }

  private static String bye(String reason) {
    return "event: bye\ndata: {\"reason\":\"%s\"}\n\n".formatted(reason);
  }

  private static String ticket(String authorization) {
    var answer = server.ask("POST", "/v1/sync/ticket", Map.of("Authorization", authorization));
    return Server.json(answer).get("ticket").stringValue();
  }

  /** One that is accepted for so much longer: it expired a minute ago, but for these seconds. */
  private String authorizedForSeconds(int seconds) {
    return TestIssuer.authorization(ada, Instant.now().minusSeconds(60 - seconds));
  }

  private static Happening large(String... audience) {
    var small = Happening.task(audience);
    return new Happening(
        small.headers(),
        small.data().replaceFirst("\\{", "{\"x\":\"" + "x".repeat(500_000) + "\","));
  }

  private static Socket takesNothing(URI base, String user) throws IOException {
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

  /** What comes until the server's end is seen, which is an error if it is not in the time. */
  private static String toTheEnd(Socket socket) throws IOException {
    socket.setSoTimeout(30_000);
    var taken = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(taken);
    } catch (SocketException reset) {
      // Broken off is an end as well.
    }
    return taken.toString(StandardCharsets.UTF_8);
  }
}
