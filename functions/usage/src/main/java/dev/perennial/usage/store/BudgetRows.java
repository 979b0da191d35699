package dev.perennial.usage.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Budgets and the thresholds that were reported. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface BudgetRows extends GenericRepository<BudgetRow, String> {

  @Query("SELECT * FROM usage.budgets WHERE owner = :owner")
  Optional<BudgetRow> of(String owner);

  @Query("SELECT * FROM usage.budgets ORDER BY owner")
  List<BudgetRow> all();

  @Query(
      """
      INSERT INTO usage.budgets (owner, monthly, currency, alert_at) VALUES (:owner, :monthly, :currency, :alertAt)
      ON CONFLICT (owner) DO UPDATE SET monthly = excluded.monthly, currency = excluded.currency,
        alert_at = excluded.alert_at
      """)
  int set(String owner, BigDecimal monthly, String currency, String alertAt);

  /** Stores that a threshold was reported; returns 0 if it was before. */
  @Query(
      """
      INSERT INTO usage.budget_alerts (owner, month, threshold) VALUES (:owner, CAST(:month AS date), :threshold)
      ON CONFLICT DO NOTHING
      """)
  int report(String owner, String month, int threshold);
}
