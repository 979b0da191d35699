package dev.perennial.usage.budget;

import dev.perennial.events.BudgetEvent;
import dev.perennial.events.BudgetSnapshot;
import dev.perennial.events.EventType;
import dev.perennial.runtime.database.Database;
import dev.perennial.runtime.outbox.Outbox;
import dev.perennial.usage.invoice.Invoices;
import dev.perennial.usage.price.Amount;
import dev.perennial.usage.price.Price;
import dev.perennial.usage.price.PriceBook;
import dev.perennial.usage.store.BudgetRow;
import dev.perennial.usage.store.BudgetRows;
import dev.perennial.usage.store.RatingRows;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Stores budgets, and reports each threshold once in a month. */
public final class Budgets {

  private static final String SELF = "usage";

  private final Database database;
  private final BudgetRows rows;
  private final RatingRows rating;
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
    this.rating = database.repository(RatingRows.class);
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

  /** Replaces the budget of a person, which has to be looked at then. */
  void set(String owner, Budget budget) {
    String alertAt =
        budget.alertAt().stream().map(String::valueOf).collect(Collectors.joining(","));
    database.inTransaction(
        () -> {
          storePrices();
          rows.set(
              owner,
              new BigDecimal(budget.monthly()),
              budget.currency(),
              alertAt,
              budget.hardLimit());
        });
  }

  /** What a person has spent in this month. */
  Amount spent(String owner) {
    return invoices.total(clock.instant(), owner, book);
  }

  /**
   * What the records of each person with a budget have cost, to be read before they are rated and
   * checked.
   */
  public Map<String, BigDecimal> accrued() {
    return database.inTransaction(() -> rows.all()).stream()
        .collect(Collectors.toMap(BudgetRow::owner, BudgetRow::accrued));
  }

  /** As {@link #accrued()}, of one person; empty without a budget. */
  public Map<String, BigDecimal> accrued(String owner) {
    return database
        .inTransaction(() -> rows.of(owner))
        .map(row -> Map.of(owner, row.accrued()))
        .orElse(Map.of());
  }

  /**
   * Reports every threshold that is reached and was not reported in this month, and stores when the
   * next one may be reached.
   *
   * @param accrued as it was before the rating. What is recorded meanwhile may be rated already,
   *     and counts once more then: the next check is too early rather than too late
   */
  public void check(Map<String, BigDecimal> accrued) {
    accrued.forEach(
        (owner, before) ->
            database.inTransaction(
                () -> {
                  rows.lock(owner).ifPresent(row -> check(owner, budget(row), before));
                }));
  }

  private void check(String owner, Budget budget, BigDecimal accrued) {
    Instant now = clock.instant();
    YearMonth month = YearMonth.from(now.atZone(ZoneOffset.UTC));
    Instant end = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    BigInteger spent = spent(owner).picos();
    for (int threshold : budget.reachedBy(spent)) {
      if (rows.report(owner, month.atDay(1).toString(), threshold) > 0) {
        outbox.add(reached(owner, month, threshold, budget, spent));
      }
    }
    rows.checked(
        owner,
        budget.leftAfter(spent).map(left -> accrued.add(new BigDecimal(left))).orElse(null),
        end,
        budget.isLimitedBy(spent) ? end : null);
  }

  /** Stores the prices by which records are added up as they are written. */
  public void storePrices() {
    database.inTransaction(
        () -> {
          rating.lock();
          rows.deletePrices();
          for (PriceBook.Version version : book.versions()) {
            // The first version counts for all time before it as well.
            Instant since =
                version.equals(book.versions().getFirst()) ? Instant.EPOCH : version.validFrom();
            for (Price price : version.prices().values()) {
              rows.insertPrice(
                  price.unit().key(),
                  since,
                  new BigDecimal(price.price()),
                  new BigDecimal(price.per()));
            }
          }
        });
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
            .toList(),
        row.hardLimit());
  }
}
