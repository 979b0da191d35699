package dev.perennial.syncpush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.perennial.runtime.testkit.Http;
import dev.perennial.runtime.testkit.TestPostgres;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several instances on one database. */
class InstancesIT {

  private static final Map<String, String> DEAF =
      Map.of("CHECK_SECONDS", "1", "DATABASE_DIRECT_URL", "jdbc:postgresql://127.0.0.1:1/nowhere");
  private static final Map<String, String> ONLY_HEARS = Map.of("CHECK_SECONDS", "600");

  @TempDir private Path directory;

  private final String ada = "ada-" + UUID.randomUUID();

  @Test
  void what_one_stores_is_told_to_the_streams_of_another() {
    try (var one = Server.start(ONLY_HEARS);
        var other = Server.start(ONLY_HEARS);
        var client = Client.of(other.http().base(), ada, "?since=0")) {
      awaitListening(1);
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
    var settings = TestPostgres.shared().settings("sync-push", env);
    try (var first = Instance.start(settings, directory.resolve("first.log"));
        var second = Instance.start(settings, directory.resolve("second.log"))) {
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
