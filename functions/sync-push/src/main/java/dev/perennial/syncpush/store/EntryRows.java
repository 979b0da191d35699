package dev.perennial.syncpush.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface EntryRows extends GenericRepository<EntryRow, Long> {

  @Query(
      """
      SELECT seq, event_id, type, time, subject, actor, data FROM sync.entries
      WHERE user_id = :user AND seq > :since ORDER BY seq LIMIT :limit
      """)
  List<EntryRow> page(String user, long since, int limit);

  @Query("DELETE FROM sync.entries WHERE user_id = :user")
  void erase(String user);
}
