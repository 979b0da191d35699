package dev.perennial.syncpush;

import dev.perennial.api.identity.BearerTokens;
import dev.perennial.api.identity.Issuer;
import dev.perennial.api.memory.MemoryBudget;
import dev.perennial.api.route.RateLimit;
import dev.perennial.api.route.Routes;
import dev.perennial.runtime.http.HttpServer.Connections;
import dev.perennial.runtime.ledger.RecordedErasures;
import dev.perennial.runtime.web.FunctionParts;
import dev.perennial.runtime.web.FunctionServer;
import dev.perennial.syncpush.store.admission.ReadAdmission;
import dev.perennial.syncpush.store.feed.Feeds;
import dev.perennial.syncpush.store.feed.Retention;
import dev.perennial.syncpush.store.lease.InstanceLock;
import dev.perennial.syncpush.store.lease.StreamLeases;
import dev.perennial.syncpush.store.nudge.NudgeConnection;
import dev.perennial.syncpush.store.nudge.NudgeSender;
import dev.perennial.syncpush.store.ticket.Tickets;
import dev.perennial.syncpush.stream.FeedWatcher;
import dev.perennial.syncpush.stream.OpenStreams;
import dev.perennial.syncpush.stream.StreamMemory;
import dev.perennial.syncpush.stream.StreamTimes;

/** The wiring of sync-push. */
public final class Main {

  private static final int PAGES_FRACTION_OF_HEAP = 16;

  /** Small, for there are thousands of connections on each of which little is sent. */
  private static final int CONNECTION_BUFFER_BYTES = 2048;

  private static final int MAX_CONNECTIONS = 12_000;

  private Main() {}

  public static void main(String[] args) {
    FunctionServer.run("sync-push", Main::wire);
  }

  static void wire(FunctionParts parts) {
    var settings = parts.settings();
    var database = parts.database();
    var clock = parts.clock();
    var times = StreamTimes.from(settings);
    var admission = ReadAdmission.from(database, settings);
    var feeds = new Feeds(database, admission, Retention.from(settings), clock);
    var tickets = new Tickets(database, admission, clock);
    var instance = InstanceLock.create();
    var leases =
        new StreamLeases(
            database,
            admission,
            instance,
            times.lease(),
            settings.wholeNumber("STREAMS_PER_USER", 10));
    var watcher =
        new FeedWatcher(() -> new NudgeConnection(settings, instance), feeds, leases, times);
    var streams =
        new OpenStreams(feeds, leases, times, StreamMemory.ofHeap(), clock, watcher::start);
    // They are requests in progress, which would prevent the server from stopping.
    parts.beforeStop(streams::stop);
    parts.beforeStop(watcher::stop);

    var nudges = new NudgeSender(feeds);
    parts.handleEvents(
        new SyncPush(
            database,
            new RecordedErasures(database),
            feeds,
            tickets,
            leases,
            added -> {
              streams.add(added);
              nudges.send(added);
            }));

    var tokens = new BearerTokens(Issuer.from(settings), clock);
    parts.handleRequests(
        new Routes(tokens, RateLimit.from(settings, clock))
            .of(
                new FeedEndpoints(feeds, MemoryBudget.ofHeap(PAGES_FRACTION_OF_HEAP)),
                new StreamEndpoints(tokens, tickets, streams)));
    parts.connections(new Connections(times.write(), CONNECTION_BUFFER_BYTES, MAX_CONNECTIONS));
  }
}
