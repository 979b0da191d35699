package dev.perennial.taskapi;

import dev.perennial.api.idempotency.Idempotency;
import dev.perennial.api.idempotency.JdbcIdempotencyStore;
import dev.perennial.api.identity.BearerTokens;
import dev.perennial.api.identity.Issuer;
import dev.perennial.api.problem.ProblemConfiguration;
import dev.perennial.api.route.RateLimit;
import dev.perennial.api.route.Routes;
import dev.perennial.runtime.Settings;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.runtime.outbox.OutboxRelay;
import dev.perennial.runtime.web.FunctionServer;
import dev.perennial.runtime.web.HttpConfiguration;
import dev.perennial.tasks.Profile;
import dev.perennial.tasks.store.Erasure;
import dev.perennial.tasks.store.JdbcListStore;
import dev.perennial.tasks.store.JdbcProfileStore;
import dev.perennial.tasks.store.JdbcTaskStore;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** task-api: how its parts are put together. */
@Configuration(proxyBeanMethods = false)
@Import({HttpConfiguration.class, ProblemConfiguration.class})
public class Main {

  public static void main(String[] args) {
    FunctionServer.run("task-api", Main.class);
  }

  @Bean
  RouterFunction<ServerResponse> routes(
      Settings settings, Database database, Outbox outbox, OutboxRelay relay, InstantSource clock) {
    var tokens = new BearerTokens(Issuer.from(settings), clock);
    var store = new JdbcTaskStore(database, outbox);
    var answers = new JdbcIdempotencyStore(database, clock);
    var idempotency = new Idempotency(answers);
    var limit = RateLimit.from(settings, clock);
    var lists = new JdbcListStore(database, outbox);
    var profiles = new JdbcProfileStore(database, outbox);
    var erasure = new Erasure(database, outbox, lists, profiles, answers::forget);
    Function<String, ZoneId> zones =
        user -> profiles.find(user).map(Profile::zone).orElse(ZoneId.of("UTC"));
    var acts = new TaskActs(store, zones);
    return new Routes(tokens, limit, idempotency, Refusals::problem)
        .of(
            "/openapi.yaml",
            new TaskEndpoints(store, lists, acts, clock),
            new SeriesEndpoints(store),
            new ListEndpoints(lists, clock),
            new ProfileEndpoints(profiles, erasure, clock),
            new RecurrenceEndpoints(zones),
            new BatchEndpoints(acts, answers, limit, relay, clock),
            new ExchangeEndpoints(store, lists, profiles, answers, limit, relay, clock));
  }
}
