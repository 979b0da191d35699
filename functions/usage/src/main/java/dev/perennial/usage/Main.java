package dev.perennial.usage;

import dev.perennial.api.identity.BearerTokens;
import dev.perennial.api.identity.Issuer;
import dev.perennial.api.identity.ReaderResolver;
import dev.perennial.api.route.RateLimit;
import dev.perennial.api.route.Routes;
import dev.perennial.runtime.ledger.RecordedErasures;
import dev.perennial.runtime.web.FunctionParts;
import dev.perennial.runtime.web.FunctionServer;
import dev.perennial.usage.budget.BudgetEndpoints;
import dev.perennial.usage.budget.Budgets;
import dev.perennial.usage.flow.FlowEndpoints;
import dev.perennial.usage.invoice.Freezing;
import dev.perennial.usage.invoice.InvoiceEndpoints;
import dev.perennial.usage.invoice.Invoices;
import dev.perennial.usage.price.PriceBooks;
import dev.perennial.usage.query.InvocationEndpoints;
import dev.perennial.usage.query.UsageEndpoints;
import dev.perennial.usage.rating.Rating;
import dev.perennial.usage.rating.Reporting;
import java.time.Duration;

/** The function's wiring. */
public final class Main {

  private static final int KEEP_DAYS = 35;
  private static final int FREEZE_AFTER_DAYS = 3;

  private Main() {}

  public static void main(String[] args) {
    FunctionServer.run("usage", Main::wire);
  }

  static void wire(FunctionParts parts) {
    var settings = parts.settings();
    var clock = parts.clock();
    var database = parts.database();
    var books = PriceBooks.from(settings);
    var kept = Duration.ofDays(settings.wholeNumber("INVOCATIONS_KEEP_DAYS", KEEP_DAYS));
    var after = Duration.ofDays(settings.wholeNumber("INVOICE_FREEZE_DAYS", FREEZE_AFTER_DAYS));
    var rating = new Rating(database, books.changes(), kept, clock);
    var freezing = new Freezing(database, books, after, clock);
    var invoices = new Invoices(database, books);
    var budgets = new Budgets(database, invoices, books.byDefault(), parts.outbox(), clock);
    parts.handleEvents(
        new UsageEvents(
            rating,
            new Reporting(database, parts.outbox(), clock),
            freezing,
            budgets,
            new RecordedErasures(database)));

    var tokens = new BearerTokens(Issuer.from(settings), clock);
    var readers = new ReaderResolver(tokens);
    parts.handleRequests(
        new Routes(tokens, RateLimit.from(settings, clock))
            .of(
                new UsageEndpoints(database, rating, books, readers, clock),
                new InvocationEndpoints(database, books, readers, clock),
                new InvoiceEndpoints(invoices, rating, books, readers),
                new BudgetEndpoints(budgets, rating, readers),
                new FlowEndpoints(database, books, readers)));
  }
}
