package dev.perennial.usage.invoice;

import dev.perennial.runtime.database.Database;
import dev.perennial.usage.price.Amount;
import dev.perennial.usage.price.PriceBook;
import dev.perennial.usage.price.PriceBooks;
import dev.perennial.usage.store.InvoiceRows;
import dev.perennial.usage.store.LineRow;
import dev.perennial.usage.store.MonthRow;
import dev.perennial.usage.store.ProofRow;
import dev.perennial.usage.store.ProofRows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads invoices. */
public final class Invoices {

  private final Database database;
  private final InvoiceRows rows;
  private final ProofRows proofs;
  private final PriceBooks books;
  private final String changes;

  public Invoices(Database database, PriceBooks books) {
    this.database = database;
    this.rows = database.repository(InvoiceRows.class);
    this.proofs = database.repository(ProofRows.class);
    this.books = books;
    this.changes = PriceBooks.array(books.changes());
  }

  /** The months that have usage of this owner, the newest first; null for everybody. */
  List<MonthRow> months(@Nullable String owner) {
    return database.inTransaction(
        () -> owner == null ? rows.monthsOfEverybody() : rows.months(owner));
  }

  /** What a person has spent in the month of this instant, by a price book. */
  public Amount total(Instant instant, String owner, PriceBook book) {
    return invoice(Month.at(instant), owner).total(book);
  }

  /** The invoice of a month. A month without usage has an empty one. */
  Invoice invoice(Month month, @Nullable String owner) {
    return database.inTransaction(
        () ->
            rows.month(month.firstDay())
                .map(frozen -> frozen(month, owner, frozen))
                .orElseGet(() -> open(month, owner)));
  }

  private Invoice frozen(Month month, @Nullable String owner, MonthRow frozen) {
    List<LineRow> all =
        owner == null
            ? rows.frozenOfEverybody(month.firstDay())
            : rows.frozen(owner, month.firstDay());
    List<ProofRow> proof = owner == null ? proofs.frozen(month.firstDay()) : List.of();
    return new Invoice(
        month,
        owner,
        frozen.frozenAt(),
        booksOf(frozen),
        of(month, all, true),
        of(month, all, false),
        proof);
  }

  private static List<LineRow> of(Month month, List<LineRow> all, boolean isOfMonth) {
    return all.stream().filter(row -> row.ofMonth().equals(month.firstDay()) == isOfMonth).toList();
  }

  private Invoice open(Month month, @Nullable String owner) {
    List<LineRow> rated =
        owner == null
            ? rows.ratedOfEverybody(month.firstDay(), month.end(), changes)
            : rows.rated(owner, month.firstDay(), month.end(), changes);
    List<ProofRow> proof = owner == null ? proofs.proof(month.firstDay(), month.end()) : List.of();
    return new Invoice(month, owner, null, books, rated, late(month, owner), proof);
  }

  /** Corrections are in the first month that is not frozen. */
  private List<LineRow> late(Month month, @Nullable String owner) {
    Optional<MonthRow> before = rows.month(month.minus(1).firstDay());
    if (before.isEmpty()) {
      return List.of();
    }
    String then = PriceBooks.array(booksOf(before.get()).changes());
    String from = month.minus(Freezing.LATEST_MONTHS).firstDay();
    return owner == null
        ? rows.lateOfEverybody(from, month.firstDay(), then)
        : rows.late(owner, from, month.firstDay(), then);
  }

  private PriceBooks booksOf(MonthRow frozen) {
    return Optional.ofNullable(frozen.books()).map(PriceBooks::stored).orElse(books);
  }
}
