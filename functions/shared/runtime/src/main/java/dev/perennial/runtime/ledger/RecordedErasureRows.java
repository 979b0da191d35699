package dev.perennial.runtime.ledger;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface RecordedErasureRows extends GenericRepository<LedgerRow, String> {

  @Query(
      """
      SELECT recorded_at FROM tasks.erased_at(:userId, :reportedAt) AS recorded (recorded_at)
      WHERE recorded_at IS NOT NULL
      """)
  Optional<Instant> erasedAt(String userId, Instant reportedAt);
}
