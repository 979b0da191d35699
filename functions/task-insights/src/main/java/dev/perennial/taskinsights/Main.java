package dev.perennial.taskinsights;

import dev.perennial.api.identity.BearerTokens;
import dev.perennial.api.identity.Issuer;
import dev.perennial.api.identity.Roles;
import dev.perennial.api.route.RateLimit;
import dev.perennial.api.route.Routes;
import dev.perennial.runtime.ledger.RecordedErasures;
import dev.perennial.runtime.web.FunctionParts;
import dev.perennial.runtime.web.FunctionServer;
import dev.perennial.taskinsights.page.InsightsEndpoints;
import dev.perennial.taskinsights.page.RebuildEndpoint;
import dev.perennial.taskinsights.store.Figures;
import dev.perennial.taskinsights.store.InsightStore;
import dev.perennial.taskinsights.store.RebuildLease;

/** The wiring of task-insights. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    FunctionServer.run("task-insights", Main::wire);
  }

  static void wire(FunctionParts parts) {
    var settings = parts.settings();
    var database = parts.database();
    var clock = parts.clock();
    var store = new InsightStore(database);
    parts.handleEvents(new TaskInsights(store, new RecordedErasures(database)));

    var tokens = new BearerTokens(Issuer.from(settings), clock);
    var admins = new Roles(tokens);
    parts.handleRequests(
        new Routes(tokens, RateLimit.from(settings, clock))
            .of(
                new InsightsEndpoints(store, new Figures(database), admins, clock),
                new RebuildEndpoint(store, () -> new RebuildLease(database), admins)));
  }
}
