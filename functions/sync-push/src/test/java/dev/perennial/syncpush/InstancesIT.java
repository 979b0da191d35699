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

  private static final Map<String, String> DEAF =
      Map.of("CHECK_SECONDS", "1", "DATABASE_DIRECT_URL", "jdbc:postgresql://127.0.0.1:1/nowhere");
  private static final Map<String, String> ONLY_HEARS = Map.of("CHECK_SECONDS", "600");

  @TempDir private Path directory;

  private final String ada = "ada-" + UUID.randomUUID();

  @Test
  void what_one_stores_is_on_the_streams_of_another_within_two_seconds() {
    try (var one = Server.start(ONLY_HEARS);
        var other = Server.start(ONLY_HEARS);
        var client = Client.of(other.http().base(), ada, "?since=0")) {
      awaitListening(1);
      one.deliver(Happening.task(ada));
      client.awaitEvents(1);

      // Answered is committed.
      one.deliver(Happening.task(ada));
      client.awaitEvents(2, Duration.ofSeconds(2));
    }
  }

  @Test
  void who_listens_does_so_past_a_pooler() {
    var deaf = new HashMap<>(DEAF);
    deaf.putAll(Map.of("CHECK_SECONDS", "600", "HEARTBEAT_SECONDS", "1"));
    try (var one = Server.start();
        var other = Server.start(deaf);
        var client = Client.of(other.http().base(), ada, "?since=0")) {
      client.awaitComments(1);
      one.deliver(Happening.task(ada));
      client.awaitComments(3);

      assertThat(client.events()).isEmpty();
      assertThat(listening()).isZero();
    }
  }

  @Test
  void nothing_is_told_before_it_is_committed() throws Exception {
    try (var one = Server.start(ONLY_HEARS);
        var other = Server.start(Map.of("CHECK_SECONDS", "600", "HEARTBEAT_SECONDS", "1"));
        var client = Client.of(other.http().base(), ada, "?since=0");
        var ear = new Ear();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      awaitListening(1);
      client.awaitComments(1);
      Future<Integer> answer;
      try (var _ = new HeldCommits(ada)) {
        answer = executor.submit(() -> one.send(Happening.task(ada)).statusCode());
        HeldCommits.awaitOne();
        client.awaitComments(3);

        assertThat(ear.heard()).isEmpty();
        assertThat(client.events()).isEmpty();
        assertThat(answer.isDone()).isFalse();
      }
      assertThat(answer.get()).isEqualTo(202);
      client.awaitEvents(1);
      assertThat(ear.heard()).containsExactly("{\"%s\":1}".formatted(ada));
    }
  }

  @Test
  void what_cannot_be_told_is_stored_all_the_same() {
    try (var one = Server.start();
        var client = Client.of(one.http().base(), ada, "?since=0")) {
      TestPostgres.shared().execute("REVOKE EXECUTE ON FUNCTION pg_notify(text, text) FROM PUBLIC");
      try {
        one.deliver(Happening.task(ada));
        client.awaitEvents(1);
      } finally {
        TestPostgres.shared().execute("GRANT EXECUTE ON FUNCTION pg_notify(text, text) TO PUBLIC");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "nonsense", "", "{\"ada\":null}", "{\"ada\":\"far\"}"})
  void what_is_no_nudge_is_ignored_and_the_next_is_heard(String payload) {
    try (var one = Server.start(ONLY_HEARS);
        var other = Server.start(ONLY_HEARS);
        var client = Client.of(other.http().base(), ada, "?since=0")) {
      awaitListening(1);
      TestPostgres.shared().execute("NOTIFY sync_feeds, '%s'".formatted(payload));
      one.deliver(Happening.task(ada));
      client.awaitEvents(1);
      one.deliver(Happening.task(ada));
      client.awaitEvents(2);
    }
  }

  @Test
  void what_was_not_told_is_found_by_the_check() {
    try (var one = Server.start();
        var deaf = Server.start(DEAF);
        var client = Client.of(deaf.http().base(), ada, "?since=0")) {
      one.deliver(Happening.task(ada));
      client.awaitEvents(1);
      one.deliver(Happening.task(ada));
      client.awaitEvents(2);
    }
  }

  @Test
  void what_concerns_more_people_than_a_notification_can_name_is_told_as_well() {
    var many =
        IntStream.range(0, 60)
            .mapToObj(n -> "%d-%s".formatted(n, "x".repeat(150)))
            .toArray(String[]::new);
    try (var one = Server.start(ONLY_HEARS);
        var other = Server.start(ONLY_HEARS);
        var client = Client.of(other.http().base(), many[7], "?since=0")) {
      awaitListening(1);
      one.deliver(Happening.task(many));
      client.awaitEvents(1);
    }
  }

  @Test
  void nothing_is_listened_to_while_no_stream_is_open() {
    try (var server = Server.start(Map.of("CHECK_SECONDS", "1", "HEARTBEAT_SECONDS", "1"))) {
      assertThat(listening()).isZero();
      try (var client = Client.of(server.http().base(), ada, "")) {
        assertThat(client.status()).isEqualTo(200);
        awaitListening(1);
      }
      awaitListening(0);
      try (var client = Client.of(server.http().base(), ada, "")) {
        assertThat(client.status()).isEqualTo(200);
        awaitListening(1);
      }
    }
  }

  @Test
  void a_listener_that_is_cut_off_listens_again_and_misses_nothing() {
    try (var one = Server.start(ONLY_HEARS);
        var other = Server.start(Map.of("CHECK_SECONDS", "1"));
        var client = Client.of(other.http().base(), ada, "?since=0")) {
      awaitListening(1);
      TestPostgres.shared()
          .column(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name ="
                  + " 'sync-push listening'");
      one.deliver(Happening.task(ada));
      client.awaitEvents(1);
      awaitListening(1);
    }
  }

  @Test
  void a_process_that_is_killed_loses_its_streams_nothing() throws Exception {
    var env = new HashMap<>(Server.issuer());
    env.put("CHECK_SECONDS", "600");
    var settings = TestPostgres.shared().settings("sync-push", env).env();
    try (var first = ShippedFunction.start("sync-push", settings, directory.resolve("first.log"));
        var second =
            ShippedFunction.start("sync-push", settings, directory.resolve("second.log"))) {
      var seen = new HashMap<String, List<String>>();
      var users = List.of(ada, "grace-" + ada, "joan-" + ada);
      try (var streams = new Clients(first.base(), users)) {
        // One stores, the other tells.
        deliver(second.base(), users, 4);
        streams.awaitEvents(4);
        first.kill();
        streams.all().forEach((_, client) -> client.awaitBroken());
        streams.all().forEach((user, client) -> seen.put(user, client.ids()));
      }
      deliver(second.base(), users, 3);

      for (var user : users) {
        var last = seen.get(user).getLast();
        try (var resumed = Client.resume(second.base(), user, last)) {
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
  void ten_streams_of_a_process_that_is_killed_are_resumed_at_once_elsewhere() throws Exception {
    var settings = TestPostgres.shared().settings("sync-push", Server.issuer()).env();
    var clients = new ConcurrentLinkedQueue<Client>();
    try (var first = ShippedFunction.start("sync-push", settings, directory.resolve("first.log"));
        var second =
            ShippedFunction.start("sync-push", settings, directory.resolve("second.log"))) {
      var statuses = AtOnce.times(10, () -> opened(clients, first.base()));
      assertThat(statuses).containsOnly(200);
      Leases.awaitLiving(ada, 10);
      assertThat(opened(clients, second.base())).isEqualTo(429);

      first.kill();
      // Before its `retry` is over, which a client waits for.
      Leases.awaitLiving(ada, 0);

      assertThat(Leases.of(ada)).as("leases that have not lapsed").isEqualTo(10);
      assertThat(AtOnce.times(10, () -> opened(clients, second.base()))).containsOnly(200);
      assertThat(opened(clients, second.base())).isEqualTo(429);
    } finally {
      clients.forEach(Client::close);
    }
  }

  /** What somebody is answered who follows from the beginning. */
  private int opened(Collection<Client> clients, URI base) {
    var client = Client.resume(base, ada, "0");
    clients.add(client);
    return client.status();
  }

  /** Hears what instances tell each other. */
  private static final class Ear implements AutoCloseable {

    private final Connection connection;

    Ear() throws SQLException {
      connection = TestPostgres.shared().owner();
      execute(connection, "LISTEN sync_feeds");
    }

    /** What was told since it was last asked. */
    List<String> heard() throws SQLException {
      execute(connection, "SELECT 1");
      var told = connection.unwrap(PGConnection.class).getNotifications();
      return told == null
          ? List.of()
          : Arrays.stream(told).map(PGNotification::getParameter).toList();
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  /** While it is open, what is entered in this user's feed is not committed. */
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
      await("a commit that is held")
          .atMost(Duration.ofSeconds(30))
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

  private record Clients(Map<String, Client> all) implements AutoCloseable {

    Clients(URI base, List<String> users) {
      this(new HashMap<>());
      users.forEach(user -> all.put(user, Client.of(base, user, "?since=0")));
    }

    void awaitEvents(int count) {
      all.values().forEach(client -> client.awaitEvents(count));
    }

    @Override
    public void close() {
      all.values().forEach(Client::close);
    }
  }

  private static void deliver(URI base, List<String> users, int times) {
    for (int i = 0; i < times; i++) {
      var event = Happening.task(users.toArray(String[]::new));
      assertThat(new Http(base).post(event.headers(), event.data()).statusCode()).isEqualTo(202);
    }
  }

  private static List<String> numbers(long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(String::valueOf).toList();
  }

  private static void awaitListening(int count) {
    await("connections that listen")
        .atMost(Duration.ofSeconds(30))
        .until(() -> listening() == count);
  }

  private static int listening() {
    return TestPostgres.shared()
        .column("SELECT 1 FROM pg_stat_activity WHERE application_name = 'sync-push listening'")
        .size();
  }
}
