package dev.perennial.runtime.ledger;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface SweepRows extends GenericRepository<LedgerRow, String> {

  /**
   * @return how many rows were deleted
   */
  @Query("SELECT runtime.sweep(:atMost)")
  int sweep(int atMost);
}
