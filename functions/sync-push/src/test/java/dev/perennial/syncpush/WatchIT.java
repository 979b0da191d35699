package dev.perennial.syncpush;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.perennial.api.identity.Caller;
import dev.perennial.runtime.Settings;
import dev.perennial.syncpush.store.Feeds;
import dev.perennial.syncpush.store.NudgeConnection;
import dev.perennial.syncpush.store.Presence;
import dev.perennial.syncpush.store.StreamLeases;
import dev.perennial.syncpush.stream.OpenStreams;
import dev.perennial.syncpush.stream.StreamTimes;
import dev.perennial.syncpush.stream.Watch;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WatchIT {

  private static final Settings NOTHING_SAID = new Settings("sync-push", Map.of());

  private final String ada = "ada-" + UUID.randomUUID();

  @Test
  void whatever_goes_wrong_with_listening_the_checks_go_on() {
    try (var server = Server.start(Map.of("CHECK_SECONDS", "1", "HEARTBEAT_SECONDS", "1"));
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var out = new ByteArrayOutputStream();
      var streams =
          watchedBy(() -> new NudgeConnection(NOTHING_SAID, Presence.ofThisProcess()), server);
      var body = streams.open(new Caller(ada, Instant.now().plusSeconds(600)), Optional.of(0L));
      executor.submit(
          () -> {
            body.writeTo(out);
            return true;
          });
      try {
        awaitIn(out, "retry:");
        server.deliver(Happening.task(ada));
        awaitIn(out, "id: 1\n");
        server.deliver(Happening.task(ada));
        awaitIn(out, "id: 2\n");
      } finally {
        streams.stop();
      }
    }
  }

  private static OpenStreams watchedBy(Supplier<NudgeConnection> connections, Server server) {
    var beans = server.function();
    var feeds = beans.getBean(Feeds.class);
    var leases = beans.getBean(StreamLeases.class);
    var times = beans.getBean(StreamTimes.class);
    var watch = new Watch(connections, feeds, leases, times);
    return new OpenStreams(feeds, leases, times, InstantSource.system(), watch::begin);
  }

  private static void awaitIn(ByteArrayOutputStream out, String text) {
    await(text).atMost(Duration.ofSeconds(30)).until(() -> out.toString(UTF_8).contains(text));
  }
}
