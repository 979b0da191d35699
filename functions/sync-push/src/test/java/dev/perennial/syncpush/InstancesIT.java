package dev.perennial.syncpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.ShippedFunction;
import dev.perennial.runtime.testkit.TestPostgres;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Several instances on one database. */
class InstancesIT {

  private static final Map<String, String> CANNOT_LISTEN =
      Map.of("CHECK_SECONDS", "1", "DATABASE_DIRECT_URL", "jdbc:postgresql://127.0.0.1:1/nowhere");
  private static final Map<String, String> NO_POLLS = Map.of("CHECK_SECONDS", "600");

  @TempDir private Path directory;

  private final String ada = "ada-" + UUID.randomUUID();

  @Test
  void an_event_stored_by_one_instance_is_on_the_streams_of_another_within_two_seconds() {
    try (var one = Server.start(NO_POLLS);
        var other = Server.start(NO_POLLS);
        var client = StreamClient.of(other.http().base(), ada, "?since=0")) {
      awaitListening(1);
      one.deliver(TestEvent.task(ada));
      client.awaitEvents(1);

      // The response to a delivery comes after its commit.
      one.deliver(TestEvent.task(ada));
      client.awaitEvents(2, Duration.ofSeconds(2));
    }
  }

  @Test
  void listen_uses_a_direct_connection_not_the_pooler() {
    var polling = new HashMap<>(CANNOT_LISTEN);
    polling.putAll(Map.of("CHECK_SECONDS", "600", "HEARTBEAT_SECONDS", "1"));
    try (var one = Server.start();
        var other = Server.start(polling);
        var client = StreamClient.of(other.http().base(), ada, "?since=0")) {
      client.awaitComments(1);
      one.deliver(TestEvent.task(ada));
      client.awaitComments(3);

      assertThat(client.events()).isEmpty();
      assertThat(listening()).isZero();
    }
  }

  @Test
  void nothing_is_notified_before_the_commit() throws Exception {
    try (var one = Server.start(NO_POLLS);
        var other = Server.start(Map.of("CHECK_SECONDS", "600", "HEARTBEAT_SECONDS", "1"));
        var client = StreamClient.of(other.http().base(), ada, "?since=0");
        var listener = new NotificationListener();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      awaitListening(1);
      client.awaitComments(1);
      Future<Integer> response;
      try (var _ = new HeldCommits(ada)) {
        response = executor.submit(() -> one.send(TestEvent.task(ada)).statusCode());
        HeldCommits.awaitOne();
        client.awaitComments(3);

        assertThat(listener.received()).isEmpty();
        assertThat(client.events()).isEmpty();
        assertThat(response.isDone()).isFalse();
      }
      assertThat(response.get()).isEqualTo(202);
      client.awaitEvents(1);
      assertThat(listener.received()).containsExactly("{\"%s\":1}".formatted(ada));
    }
  }

  @Test
  void an_event_is_stored_although_the_notification_fails() {
    try (var one = Server.start();
        var client = StreamClient.of(one.http().base(), ada, "?since=0")) {
      TestPostgres.shared().execute("REVOKE EXECUTE ON FUNCTION pg_notify(text, text) FROM PUBLIC");
      try {
        one.deliver(TestEvent.task(ada));
        client.awaitEvents(1);
      } finally {
        TestPostgres.shared().execute("GRANT EXECUTE ON FUNCTION pg_notify(text, text) TO PUBLIC");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "nonsense", "", "{\"ada\":null}", "{\"ada\":\"far\"}"})
  void an_invalid_notification_is_ignored_and_the_next_is_received(String payload) {
    try (var one = Server.start(NO_POLLS);
        var other = Server.start(NO_POLLS);
        var client = StreamClient.of(other.http().base(), ada, "?since=0")) {
      awaitListening(1);
      TestPostgres.shared().execute("NOTIFY sync_feeds, '%s'".formatted(payload));
      one.deliver(TestEvent.task(ada));
      client.awaitEvents(1);
      one.deliver(TestEvent.task(ada));
      client.awaitEvents(2);
    }
  }

  @Test
  void an_event_without_a_notification_is_found_by_the_poll() {
    try (var one = Server.start();
        var polling = Server.start(CANNOT_LISTEN);
        var client = StreamClient.of(polling.http().base(), ada, "?since=0")) {
      one.deliver(TestEvent.task(ada));
      client.awaitEvents(1);
      one.deliver(TestEvent.task(ada));
      client.awaitEvents(2);
    }
  }

  @Test
  void an_audience_too_long_for_a_notification_is_notified_as_well() {
    var many =
        IntStream.range(0, 60)
            .mapToObj(n -> "%d-%s".formatted(n, "x".repeat(150)))
            .toArray(String[]::new);
    try (var one = Server.start(NO_POLLS);
        var other = Server.start(NO_POLLS);
        var client = StreamClient.of(other.http().base(), many[7], "?since=0")) {
      awaitListening(1);
      one.deliver(TestEvent.task(many));
      client.awaitEvents(1);
    }
  }

  @Test
  void no_connection_listens_while_no_stream_is_open() {
    try (var server = Server.start(Map.of("CHECK_SECONDS", "1", "HEARTBEAT_SECONDS", "1"))) {
      assertThat(listening()).isZero();
      try (var client = StreamClient.of(server.http().base(), ada, "")) {
        assertThat(client.status()).isEqualTo(200);
        awaitListening(1);
      }
      awaitListening(0);
      try (var client = StreamClient.of(server.http().base(), ada, "")) {
        assertThat(client.status()).isEqualTo(200);
        awaitListening(1);
      }
    }
  }

  @Test
  void a_terminated_listener_reconnects_and_misses_nothing() {
    try (var one = Server.start(NO_POLLS);
        var other = Server.start(Map.of("CHECK_SECONDS", "1"));
        var client = StreamClient.of(other.http().base(), ada, "?since=0")) {
      awaitListening(1);
      TestPostgres.shared()
          .column(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                  + " 'sync-push listening'");
      one.deliver(TestEvent.task(ada));
      client.awaitEvents(1);
      awaitListening(1);
    }
  }

  @Test
  void streams_of_a_killed_process_resume_elsewhere_without_loss() throws Exception {
    var env = new HashMap<>(Server.issuer());
    env.put("CHECK_SECONDS", "600");
    var settings = TestPostgres.shared().settings("sync-push", env).env();
    try (var first = ShippedFunction.start("sync-push", settings, directory.resolve("first.log"));
        var second =
            ShippedFunction.start("sync-push", settings, directory.resolve("second.log"))) {
      var seen = new HashMap<String, List<String>>();
      var users = List.of(ada, "grace-" + ada, "joan-" + ada);
      try (var streams = new StreamClients(first.base(), users)) {
        // One instance stores, the other one streams.
        deliver(second.base(), users, 4);
        streams.awaitEvents(4);
        first.kill();
        streams.all().forEach((_, client) -> client.awaitDisconnected());
        streams.all().forEach((user, client) -> seen.put(user, client.ids()));
      }
      deliver(second.base(), users, 3);

      for (var user : users) {
        var last = seen.get(user).getLast();
        try (var resumed = StreamClient.resume(second.base(), user, last)) {
          resumed.awaitEvents(3);
          deliver(second.base(), List.of(user), 1);
          resumed.awaitEvents(4);
          assertThat(seen.get(user)).containsExactlyElementsOf(numbers(1, 4));
          assertThat(resumed.ids()).containsExactlyElementsOf(numbers(5, 8));
        }
      }
    }
  }

  @Test
  void ten_streams_of_a_killed_process_resume_elsewhere_at_once() throws Exception {
    var settings = TestPostgres.shared().settings("sync-push", Server.issuer()).env();
    var clients = new ConcurrentLinkedQueue<StreamClient>();
    try (var first = ShippedFunction.start("sync-push", settings, directory.resolve("first.log"));
        var second =
            ShippedFunction.start("sync-push", settings, directory.resolve("second.log"))) {
      var statuses = Concurrently.run(10, () -> opened(clients, first.base()));
      assertThat(statuses).containsOnly(200);
      Leases.awaitOnLiveInstances(ada, 10);
      assertThat(opened(clients, second.base())).isEqualTo(429);

      first.kill();
      // A client reconnects after its `retry` time, which is longer than this takes.
      Leases.awaitOnLiveInstances(ada, 0);

      assertThat(Leases.of(ada)).as("leases that have not expired").isEqualTo(10);
      assertThat(Concurrently.run(10, () -> opened(clients, second.base()))).containsOnly(200);
      assertThat(opened(clients, second.base())).isEqualTo(429);
    } finally {
      clients.forEach(StreamClient::close);
    }
  }

  /** The status of a new stream that begins at the first event. */
  private int opened(Collection<StreamClient> clients, URI base) {
    var client = StreamClient.resume(base, ada, "0");
    clients.add(client);
    return client.status();
  }

  /** Receives the notifications between instances. */
  private static final class NotificationListener implements AutoCloseable {

    private final Connection connection;

    NotificationListener() throws SQLException {
      connection = TestPostgres.shared().owner();
      execute(connection, "LISTEN sync_feeds");
    }

    /** The notifications since the last call. */
    List<String> received() throws SQLException {
      execute(connection, "SELECT 1");
      var notifications = connection.unwrap(PGConnection.class).getNotifications();
      return notifications == null
          ? List.of()
          : Arrays.stream(notifications).map(PGNotification::getParameter).toList();
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  /** While it is open, transactions that insert entries of this user wait before their commit. */
  private static final class HeldCommits implements AutoCloseable {

    private final Connection connection;

    HeldCommits(String user) throws SQLException {
      connection = TestPostgres.shared().owner();
      execute(
          connection,
          """
          CREATE FUNCTION sync.hold() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN PERFORM pg_advisory_xact_lock(4711); RETURN NULL; END $$;
          CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON sync.entries DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW WHEN (NEW.user_id = '%s') EXECUTE FUNCTION sync.hold();
          SELECT pg_advisory_lock(4711);
          """
              .formatted(user));
    }

    static void awaitOne() {
      await("a commit waits")
          .atMost(Duration.ofSeconds(120))
          .until(
              () ->
                  !TestPostgres.shared()
                      .column("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                      .isEmpty());
    }

    @Override
    public void close() throws SQLException {
      execute(connection, "SELECT pg_advisory_unlock(4711)");
      execute(connection, "DROP TRIGGER hold ON sync.entries; DROP FUNCTION sync.hold()");
      connection.close();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private record StreamClients(Map<String, StreamClient> all) implements AutoCloseable {

    StreamClients(URI base, List<String> users) {
      this(new HashMap<>());
      users.forEach(user -> all.put(user, StreamClient.of(base, user, "?since=0")));
    }

    void awaitEvents(int count) {
      all.values().forEach(client -> client.awaitEvents(count));
    }

    @Override
    public void close() {
      all.values().forEach(StreamClient::close);
    }
  }

  private static void deliver(URI base, List<String> users, int times) {
    for (int i = 0; i < times; i++) {
      var event = TestEvent.task(users.toArray(String[]::new));
      assertThat(new Http(base).post(event.headers(), event.data()).statusCode()).isEqualTo(202);
    }
  }

  private static List<String> numbers(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(String::valueOf).toList();
  }

  private static void awaitListening(int count) {
    await("listening connections")
        .atMost(Duration.ofSeconds(120))
        .until(() -> listening() == count);
  }

  private static int listening() {
    return TestPostgres.shared()
        .column("SELECT 1 FROM pg_stat_activity WHERE application_name = 'sync-push listening'")
        .size();
  }
}
