package dev.perennial.usage.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Budgets, when they have to be looked at, and the thresholds that were reported. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface BudgetRows extends GenericRepository<BudgetRow, String> {

  String COLUMNS = "owner, monthly, currency, alert_at, hard_limit, limited_until, accrued";

  @Query("SELECT " + COLUMNS + " FROM usage.budgets WHERE owner = :owner")
  Optional<BudgetRow> of(String owner);

  /** As {@link #of}, and locks it until the transaction ends. */
  @Query("SELECT " + COLUMNS + " FROM usage.budgets WHERE owner = :owner FOR UPDATE")
  Optional<BudgetRow> lock(String owner);

  @Query("SELECT " + COLUMNS + " FROM usage.budgets ORDER BY owner")
  List<BudgetRow> all();

  /** Sets a budget. It is to be looked at, by whoever does so first. */
  @Query(
      """
      INSERT INTO usage.budgets (owner, monthly, currency, alert_at, hard_limit, is_due)
      VALUES (:owner, :monthly, :currency, :alertAt, :hardLimit, true)
      ON CONFLICT (owner) DO UPDATE SET monthly = excluded.monthly, currency = excluded.currency,
        alert_at = excluded.alert_at, hard_limit = excluded.hard_limit, is_due = true
      """)
  int set(String owner, BigDecimal monthly, String currency, String alertAt, boolean hardLimit);

  /**
   * Stores when the budget has to be looked at again.
   *
   * @param checkAt at this sum of {@code accrued}; null if nothing is left to be reached
   * @param checkFrom with the first record from this instant on
   * @param limitedUntil null if nothing is refused
   */
  @Query(
      """
      UPDATE usage.budgets SET check_at = CAST(:checkAt AS numeric), check_from = :checkFrom,
        limited_until = CAST(:limitedUntil AS timestamptz), is_due = coalesce(accrued >= CAST(:checkAt AS numeric), false)
      WHERE owner = :owner
      """)
  int checked(
      String owner,
      @Nullable BigDecimal checkAt,
      Instant checkFrom,
      @Nullable Instant limitedUntil);

  /** Stores that a threshold was reported; returns 0 if it was before. */
  @Query(
      """
      INSERT INTO usage.budget_alerts (owner, month, threshold) VALUES (:owner, CAST(:month AS date), :threshold)
      ON CONFLICT DO NOTHING
      """)
  int report(String owner, String month, int threshold);

  @Query("DELETE FROM usage.budget_prices")
  int deletePrices();

  @Query(
      "INSERT INTO usage.budget_prices (unit, since, price, per) VALUES (:unit, :since, :price,"
          + " :per)")
  int insertPrice(String unit, Instant since, BigDecimal price, BigDecimal per);
}
