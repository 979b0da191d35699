package dev.perennial.api.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/** Until when the budget of a person limits what they may do. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface SpendingLimitRows extends GenericRepository<SpendingLimitRow, String> {

  /** Empty if there is no limit, or it is not reached. */
  @Query("SELECT usage.limited_until(:person)")
  Optional<Instant> limitedUntil(String person);
}
