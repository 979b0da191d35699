package dev.perennial.syncpush.store.feed;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface EntryRows extends GenericRepository<EntryRow, Long> {

  /**
   * Returns the entries after a number, in order, up to a count and a size; at least one if there
   * is one. Postgres knows the size of a value without reading it, so entries beyond the page have
   * no cost.
   */
  @Query(
      """
      SELECT seq, event_id, type, time, subject, actor, data FROM (
        SELECT candidate.*,
               sum(octet_length(data) + octet_length(event_id) + octet_length(type)
                   + coalesce(octet_length(subject), 0) + coalesce(octet_length(actor), 0)) OVER in_order AS bytes,
               row_number() OVER in_order AS place
        FROM (SELECT seq, event_id, type, time, subject, actor, data FROM sync.entries
              WHERE user_id = :user AND seq > :since ORDER BY seq LIMIT :limit) candidate
        WINDOW in_order AS (ORDER BY seq ROWS UNBOUNDED PRECEDING)
      ) page
      WHERE bytes <= :maxBytes OR place = 1 ORDER BY seq
      """)
  List<EntryRow> page(String user, long since, int limit, int maxBytes);

  @Query("DELETE FROM sync.entries WHERE user_id = :user")
  void deleteOfUser(String user);
}
