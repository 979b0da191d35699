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
import dev.perennial.syncpush.store.Feeds;
import dev.perennial.syncpush.store.NudgeConnection;
import dev.perennial.syncpush.store.Presence;
import dev.perennial.syncpush.store.Retention;
import dev.perennial.syncpush.store.StreamLeases;
import dev.perennial.syncpush.store.Tickets;
import dev.perennial.syncpush.store.Turns;
import dev.perennial.syncpush.stream.Nudges;
import dev.perennial.syncpush.stream.OpenStreams;
import dev.perennial.syncpush.stream.StreamTimes;
import dev.perennial.syncpush.stream.Watch;
import java.time.InstantSource;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** sync-push: how its parts are put together. */
@Configuration(proxyBeanMethods = false)
@Import({EventConfiguration.class, ProblemConfiguration.class})
public class Main {

  public static void main(String[] args) {
    FunctionServer.run("sync-push", Main.class);
  }

  @Bean
  Turns turns(Database database, Settings settings) {
    return Turns.from(database, settings);
  }

  @Bean
  Feeds feeds(Database database, Turns turns, Settings settings, InstantSource clock) {
    return new Feeds(database, turns, Retention.from(settings), clock);
  }

  @Bean
  Tickets tickets(Database database, Turns turns, InstantSource clock) {
    return new Tickets(database, turns, clock);
  }

  @Bean
  StreamTimes streamTimes(Settings settings) {
    return StreamTimes.from(settings);
  }

  @Bean
  Presence presence() {
    return Presence.ofThisProcess();
  }

  @Bean
  StreamLeases streamLeases(
      Database database, Turns turns, Presence presence, Settings settings, StreamTimes times) {
    return new StreamLeases(
        database, turns, presence, times.lease(), settings.wholeNumber("STREAMS_PER_USER", 10));
  }

  @Bean
  Watch watch(
      Settings settings, Presence presence, Feeds feeds, StreamLeases leases, StreamTimes times) {
    return new Watch(() -> new NudgeConnection(settings, presence), feeds, leases, times);
  }

  @Bean
  OpenStreams openStreams(
      Feeds feeds, StreamLeases leases, StreamTimes times, InstantSource clock, Watch watch) {
    return new OpenStreams(feeds, leases, times, clock, watch::begin);
  }

  /** Streams would keep the server from draining. */
  @Bean
  Lifecycle endStreamsFirst(OpenStreams streams, Watch watch) {
    return new Lifecycle(
        () -> {
          streams.stop();
          watch.stop();
        });
  }

  @Bean
  EventHandler handler(
      Database database, Feeds feeds, Tickets tickets, StreamLeases leases, OpenStreams streams) {
    var nudges = new Nudges(feeds);
    return new SyncPush(
        database,
        feeds,
        tickets,
        leases,
        entered -> {
          streams.heardEntries(entered);
          nudges.send(entered);
        });
  }

  @Bean
  RouterFunction<ServerResponse> routes(
      Settings settings, Feeds feeds, Tickets tickets, OpenStreams streams, InstantSource clock) {
    var tokens = new BearerTokens(Issuer.from(settings), clock);
    return new Routes(tokens, RateLimit.from(settings, clock))
        .of(
            "/v1/sync/openapi.yaml",
            new FeedEndpoints(feeds),
            new StreamEndpoints(tokens, tickets, streams));
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> manyConnections(StreamTimes times) {
    return ManyConnections.with(times.write());
  }
}
