package dev.perennial.syncpush;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.perennial.api.identity.Caller;
import dev.perennial.runtime.Settings;
import dev.perennial.syncpush.store.admission.ReadAdmission;
import dev.perennial.syncpush.store.feed.Feeds;
import dev.perennial.syncpush.store.feed.Retention;
import dev.perennial.syncpush.store.lease.InstanceLock;
import dev.perennial.syncpush.store.lease.StreamLeases;
import dev.perennial.syncpush.store.nudge.NudgeConnection;
import dev.perennial.syncpush.stream.FeedWatcher;
import dev.perennial.syncpush.stream.OpenStreams;
import dev.perennial.syncpush.stream.StreamMemory;
import dev.perennial.syncpush.stream.StreamTimes;
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

class FeedWatcherIT {

  private static final Settings DEFAULTS = new Settings("sync-push", Map.of());

  private final String ada = "ada-" + UUID.randomUUID();

  @Test
  void polls_find_events_although_listening_fails_with_any_exception() {
    try (var server = Server.start(Map.of("CHECK_SECONDS", "1", "HEARTBEAT_SECONDS", "1"));
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var out = new ByteArrayOutputStream();
      var streams = watchedBy(() -> new NudgeConnection(DEFAULTS, InstanceLock.create()), server);
      var body = streams.open(new Caller(ada, Instant.now().plusSeconds(600)), Optional.of(0L));
      executor.submit(
          () -> {
            body.writeTo(out);
            return true;
          });
      try {
        awaitIn(out, "retry:");
        server.deliver(TestEvent.task(ada));
        awaitIn(out, "id: 1\n");
        server.deliver(TestEvent.task(ada));
        awaitIn(out, "id: 2\n");
      } finally {
        streams.stop();
      }
    }
  }

  private static OpenStreams watchedBy(Supplier<NudgeConnection> connections, Server server) {
    var database = server.parts().database();
    var settings = server.parts().settings();
    var times = StreamTimes.from(settings);
    var admission = ReadAdmission.from(database, settings);
    var feeds = new Feeds(database, admission, Retention.from(settings), InstantSource.system());
    var leases = new StreamLeases(database, admission, InstanceLock.create(), times.lease(), 10);
    var watcher = new FeedWatcher(connections, feeds, leases, times);
    return new OpenStreams(
        feeds, leases, times, StreamMemory.ofHeap(), InstantSource.system(), watcher::start);
  }

  private static void awaitIn(ByteArrayOutputStream out, String text) {
    await(text).atMost(Duration.ofSeconds(120)).until(() -> out.toString(UTF_8).contains(text));
  }
}
