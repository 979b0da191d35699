package dev.perennial.usage.budget;

import dev.perennial.events.BudgetEvent;
import dev.perennial.events.BudgetSnapshot;
import dev.perennial.events.EventType;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.usage.invoice.Invoices;
import dev.perennial.usage.price.Amount;
import dev.perennial.usage.price.PriceBook;
import dev.perennial.usage.store.BudgetRow;
import dev.perennial.usage.store.BudgetRows;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Stores budgets, and reports each threshold once in a month. */
public final class Budgets {

  private static final String SELF = "usage";

  private final Database database;
  private final BudgetRows rows;
  private final Invoices invoices;
  private final PriceBook book;
  private final Outbox outbox;
  private final InstantSource clock;

  /**
   * @param book what is spent is priced by it
   */
  public Budgets(
      Database database, Invoices invoices, PriceBook book, Outbox outbox, InstantSource clock) {
    this.database = database;
    this.rows = database.repository(BudgetRows.class);
    this.invoices = invoices;
    this.book = book;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** The currency of all budgets. */
  String currency() {
    return book.currency();
  }

  /** The price book of all budgets. */
  String book() {
    return book.id();
  }

  Optional<Budget> of(String owner) {
    return database.inTransaction(() -> rows.of(owner)).map(Budgets::budget);
  }

  /** Replaces the budget of a person, and reports what is reached of it. */
  void set(String owner, Budget budget) {
    String alertAt =
        budget.alertAt().stream().map(String::valueOf).collect(Collectors.joining(","));
    database.inTransaction(
        () -> {
          rows.set(owner, new BigDecimal(budget.monthly()), budget.currency(), alertAt);
          check(owner, budget);
        });
  }

  /** What a person has spent in this month. */
  Amount spent(String owner) {
    return invoices.total(clock.instant(), owner, book);
  }

  /** Reports every threshold that is reached and was not reported in this month. */
  public void run() {
    for (BudgetRow row : database.inTransaction(() -> rows.all())) {
      database.inTransaction(() -> check(row.owner(), budget(row)));
    }
  }

  private void check(String owner, Budget budget) {
    Instant now = clock.instant();
    YearMonth month = YearMonth.from(now.atZone(ZoneOffset.UTC));
    BigInteger spent = spent(owner).picos();
    for (int threshold : budget.reachedBy(spent)) {
      if (rows.report(owner, month.atDay(1).toString(), threshold) > 0) {
        outbox.add(reached(owner, month, threshold, budget, spent));
      }
    }
  }

  private Outbox.Entry reached(
      String owner, YearMonth month, int threshold, Budget budget, BigInteger spent) {
    var reached =
        new BudgetSnapshot(
            owner,
            month.toString(),
            threshold,
            Amount.text(budget.monthly()),
            Amount.text(spent),
            budget.currency(),
            book.id());
    return new Outbox.Entry(
        EventType.BUDGET_REACHED,
        owner,
        owner,
        SELF,
        owner,
        new BudgetEvent(reached, List.of(owner)));
  }

  private static Budget budget(BudgetRow row) {
    return new Budget(
        row.monthly().toBigIntegerExact(),
        row.currency(),
        Arrays.stream(row.alertAt().split(",", -1))
            .filter(text -> !text.isEmpty())
            .map(Integer::valueOf)
            .toList());
  }
}
