package dev.perennial.syncpush;

import dev.perennial.api.identity.BearerTokens;
import dev.perennial.api.identity.Issuer;
import dev.perennial.api.problem.ProblemConfiguration;
import dev.perennial.api.route.RateLimit;
import dev.perennial.api.route.Routes;
import dev.perennial.runtime.Settings;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.ledger.EventHandler;
import dev.perennial.runtime.web.EventConfiguration;
import dev.perennial.runtime.web.FunctionServer;
import dev.perennial.runtime.web.Lifecycle;
import dev.perennial.syncpush.store.admission.MemoryBudget;
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
import java.time.InstantSource;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** The wiring of sync-push. */
@Configuration(proxyBeanMethods = false)
@Import({EventConfiguration.class, ProblemConfiguration.class})
public class Main {

  private static final int PAGES_FRACTION_OF_HEAP = 16;

  public static void main(String[] args) {
    FunctionServer.run("sync-push", Main.class);
  }

  @Bean
  ReadAdmission readAdmission(Database database, Settings settings) {
    return ReadAdmission.from(database, settings);
  }

  @Bean
  Feeds feeds(Database database, ReadAdmission admission, Settings settings, InstantSource clock) {
    return new Feeds(database, admission, Retention.from(settings), clock);
  }

  @Bean
  Tickets tickets(Database database, ReadAdmission admission, InstantSource clock) {
    return new Tickets(database, admission, clock);
  }

  @Bean
  StreamTimes streamTimes(Settings settings) {
    return StreamTimes.from(settings);
  }

  @Bean
  InstanceLock instanceLock() {
    return InstanceLock.create();
  }

  @Bean
  StreamLeases streamLeases(
      Database database,
      ReadAdmission admission,
      InstanceLock instance,
      Settings settings,
      StreamTimes times) {
    return new StreamLeases(
        database, admission, instance, times.lease(), settings.wholeNumber("STREAMS_PER_USER", 10));
  }

  @Bean
  FeedWatcher feedWatcher(
      Settings settings,
      InstanceLock instance,
      Feeds feeds,
      StreamLeases leases,
      StreamTimes times) {
    return new FeedWatcher(() -> new NudgeConnection(settings, instance), feeds, leases, times);
  }

  @Bean
  OpenStreams openStreams(
      Feeds feeds,
      StreamLeases leases,
      StreamTimes times,
      InstantSource clock,
      FeedWatcher watcher) {
    return new OpenStreams(feeds, leases, times, StreamMemory.ofHeap(), clock, watcher::start);
  }

  /**
   * Ends the open streams. They are requests in progress, which would prevent the server from
   * stopping.
   */
  @Bean
  Lifecycle endStreamsFirst(OpenStreams streams, FeedWatcher watcher) {
    return new Lifecycle(
        () -> {
          streams.stop();
          watcher.stop();
        });
  }

  @Bean
  EventHandler handler(
      Database database, Feeds feeds, Tickets tickets, StreamLeases leases, OpenStreams streams) {
    var nudges = new NudgeSender(feeds);
    return new SyncPush(
        database,
        feeds,
        tickets,
        leases,
        added -> {
          streams.add(added);
          nudges.send(added);
        });
  }

  @Bean
  RouterFunction<ServerResponse> routes(
      Settings settings, Feeds feeds, Tickets tickets, OpenStreams streams, InstantSource clock) {
    var tokens = new BearerTokens(Issuer.from(settings), clock);
    return new Routes(tokens, RateLimit.from(settings, clock))
        .of(
            new FeedEndpoints(feeds, MemoryBudget.ofHeap(PAGES_FRACTION_OF_HEAP)),
            new StreamEndpoints(tokens, tickets, streams));
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> manyConnections(StreamTimes times) {
    return ManyConnectionsProtocol.with(times.write());
  }
}
