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
import dev.perennial.taskapi.batch.BatchEndpoints;
import dev.perennial.taskapi.list.ListEndpoints;
import dev.perennial.taskapi.preview.PreviewEndpoints;
import dev.perennial.taskapi.profile.ProfileEndpoints;
import dev.perennial.taskapi.request.Refusals;
import dev.perennial.taskapi.series.SeriesEndpoints;
import dev.perennial.taskapi.task.TaskCommands;
import dev.perennial.taskapi.task.TaskEndpoints;
import dev.perennial.taskapi.transfer.TransferEndpoints;
import dev.perennial.tasks.profile.Profile;
import dev.perennial.tasks.store.Erasure;
import dev.perennial.tasks.store.ListStore;
import dev.perennial.tasks.store.ProfileStore;
import dev.perennial.tasks.store.TaskStore;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/** The wiring of task-api. */
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
    var store = new TaskStore(database, outbox);
    var responses = new JdbcIdempotencyStore(database, clock);
    var idempotency = new Idempotency(responses);
    var limit = RateLimit.from(settings, clock);
    var lists = new ListStore(database, outbox);
    var profiles = new ProfileStore(database, outbox);
    var erasure = new Erasure(database, outbox, lists, profiles, responses::forget);
    Function<String, ZoneId> zones =
        user -> profiles.find(user).map(Profile::zone).orElse(ZoneId.of("UTC"));
    var commands = new TaskCommands(store, zones);
    return new Routes(tokens, limit, idempotency, Refusals::problem)
        .of(
            new OpenApiEndpoint(),
            new TaskEndpoints(store, lists, commands, clock),
            new SeriesEndpoints(store),
            new ListEndpoints(lists, clock),
            new ProfileEndpoints(profiles, erasure, clock),
            new PreviewEndpoints(zones),
            new BatchEndpoints(commands, responses, limit, relay, clock),
            new TransferEndpoints(store, lists, profiles, responses, limit, relay, clock));
  }
}
