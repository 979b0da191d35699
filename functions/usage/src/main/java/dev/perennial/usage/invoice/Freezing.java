package dev.perennial.usage.invoice;

import dev.perennial.runtime.database.Database;
import dev.perennial.usage.price.PriceBooks;
import dev.perennial.usage.store.InvoiceRows;
import dev.perennial.usage.store.MonthRow;
import dev.perennial.usage.store.ProofRows;
import dev.perennial.usage.store.RatingRows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Freezes the invoices of months that have ended, the oldest first, with the prices as they are. A
 * frozen invoice never changes: what is rated later is in the invoice of the next month.
 */
public final class Freezing {

  /** Records can be this many months late, because older ones are dropped. */
  static final int LATEST_MONTHS = 2;

  private final Database database;
  private final RatingRows rating;
  private final InvoiceRows rows;
  private final ProofRows proofs;
  private final PriceBooks books;
  private final Duration after;
  private final InstantSource clock;

  /**
   * @param after how long after its end a month is frozen
   */
  public Freezing(Database database, PriceBooks books, Duration after, InstantSource clock) {
    this.database = database;
    this.rating = database.repository(RatingRows.class);
    this.rows = database.repository(InvoiceRows.class);
    this.proofs = database.repository(ProofRows.class);
    this.books = books;
    this.after = after;
    this.clock = clock;
  }

  /** Freezes every month that has ended long enough ago. */
  public void run() {
    Instant endedBefore = clock.instant().minus(after);
    database.inTransaction(
        () -> {
          rating.lock();
          List<MonthRow> months = rows.monthsOfEverybody().reversed();
          if (!months.isEmpty()) {
            freezeFrom(Month.ofFirstDay(months.getFirst().month()), endedBefore);
          }
        });
  }

  private void freezeFrom(Month first, Instant endedBefore) {
    for (Month month = first; !month.endInstant().isAfter(endedBefore); month = month.next()) {
      if (rows.month(month.firstDay()).isEmpty()) {
        freeze(month);
      }
    }
  }

  private void freeze(Month month) {
    rows.freezeMonth(month.firstDay(), books.yaml());
    rows.freezeLines(
        month.firstDay(), month.firstDay(), month.end(), PriceBooks.array(books.changes()));
    rows.freezeLines(
        month.firstDay(),
        month.minus(LATEST_MONTHS).firstDay(),
        month.firstDay(),
        PriceBooks.array(booksOf(month.minus(1)).changes()));
    proofs.freeze(month.firstDay(), month.end());
  }

  /** A month stays divided where its prices changed when it was frozen. */
  private PriceBooks booksOf(Month month) {
    return rows.month(month.firstDay()).map(MonthRow::books).map(PriceBooks::stored).orElse(books);
  }
}
