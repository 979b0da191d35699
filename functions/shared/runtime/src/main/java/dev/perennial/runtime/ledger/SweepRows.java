package dev.perennial.runtime.ledger;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface SweepRows extends GenericRepository<LedgerRow, String> {

  /**
   * @return how many rows were deleted
   */
  @Query("SELECT runtime.sweep(:atMost, :parkedDays)")
  int sweep(int atMost, int parkedDays);

  /**
   * @return 1
   */
  @Query("SELECT 1 FROM runtime.erase(:owner, :at)")
  int erase(String owner, Instant at);
}
