package dev.perennial.taskinsights.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface RebuildRows extends GenericRepository<ProfileRow, String> {

  /** Takes or extends the lease; returns an empty list if another rebuild has it. */
  @Query(
      """
      INSERT INTO insights.rebuilds AS known (token, leased_until)
      VALUES (:token, now() + make_interval(secs => :seconds))
      ON CONFLICT (one) DO UPDATE SET token = excluded.token, leased_until = excluded.leased_until
        WHERE known.token = excluded.token OR known.leased_until < now()
      RETURNING 1
      """)
  List<Integer> lease(UUID token, double seconds);

  @Query("DELETE FROM insights.rebuilds WHERE token = :token")
  void release(UUID token);
}
