package dev.perennial.taskapi;

import dev.perennial.api.idempotency.Idempotency;
import dev.perennial.api.idempotency.JdbcIdempotencyStore;
import dev.perennial.api.identity.BearerTokens;
import dev.perennial.api.identity.Issuer;
import dev.perennial.api.route.RateLimit;
import dev.perennial.api.route.Routes;
import dev.perennial.api.store.SpendingLimit;
import dev.perennial.runtime.web.FunctionParts;
import dev.perennial.runtime.web.FunctionServer;
import dev.perennial.taskapi.batch.BatchEndpoints;
import dev.perennial.taskapi.list.InvitationEndpoints;
import dev.perennial.taskapi.list.ListCommands;
import dev.perennial.taskapi.list.ListEndpoints;
import dev.perennial.taskapi.preview.PreviewEndpoints;
import dev.perennial.taskapi.profile.EmailConfirmationPage;
import dev.perennial.taskapi.profile.ProfileEndpoints;
import dev.perennial.taskapi.request.Refusals;
import dev.perennial.taskapi.series.SeriesEndpoints;
import dev.perennial.taskapi.task.QuickEndpoints;
import dev.perennial.taskapi.task.TaskCommands;
import dev.perennial.taskapi.task.TaskEndpoints;
import dev.perennial.taskapi.task.TaskPages;
import dev.perennial.taskapi.transfer.TransferEndpoints;
import dev.perennial.tasks.profile.Profile;
import dev.perennial.tasks.store.ListStore;
import dev.perennial.tasks.store.TaskStore;
import dev.perennial.tasks.store.profile.Erasure;
import dev.perennial.tasks.store.profile.ProfileStore;
import java.time.ZoneId;
import java.util.function.Function;

/** The wiring of task-api. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    FunctionServer.run("task-api", Main::wire);
  }

  static void wire(FunctionParts parts) {
    var settings = parts.settings();
    var database = parts.database();
    var outbox = parts.outbox();
    var clock = parts.clock();
    var tokens = new BearerTokens(Issuer.from(settings), clock);
    var store = new TaskStore(database, outbox);
    var responses = new JdbcIdempotencyStore(database, clock);
    var idempotency = new Idempotency(responses);
    var limit = RateLimit.from(settings, clock);
    var spending = new SpendingLimit(database, clock);
    var lists = new ListStore(database, outbox);
    var profiles = new ProfileStore(database, outbox);
    var erasure = new Erasure(database, outbox, lists, profiles, responses::erase);
    Function<String, ZoneId> zones =
        user -> profiles.find(user).map(Profile::zone).orElse(ZoneId.of("UTC"));
    var commands = new TaskCommands(store, zones);
    var listCommands = new ListCommands(lists);
    var pages = new TaskPages(store);
    parts.handleRequests(
        new Routes(tokens, limit, idempotency, Refusals::problem)
            .of(
                new OpenApiEndpoint(),
                new TaskEndpoints(store, pages, lists, commands, zones, clock),
                new SeriesEndpoints(store, pages),
                new ListEndpoints(lists, listCommands, clock),
                new InvitationEndpoints(lists, clock),
                new ProfileEndpoints(profiles, erasure, clock),
                new EmailConfirmationPage(profiles, clock),
                new PreviewEndpoints(zones, limit, spending),
                new QuickEndpoints(zones, clock),
                new BatchEndpoints(commands, listCommands, responses, limit, parts.relay(), clock),
                new TransferEndpoints(
                    store,
                    pages.withMemoryOfItsOwn(),
                    lists,
                    profiles,
                    responses,
                    limit,
                    spending,
                    parts.relay(),
                    clock)));
  }
}
