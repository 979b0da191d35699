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
        FROM (SELECT e.seq, v.event_id, v.type, v.time, v.subject, v.actor, v.data
              FROM sync.entries e JOIN sync.events v ON v.number = e.event
              WHERE e.user_id = :user AND e.seq > :since ORDER BY e.seq LIMIT :limit) candidate
        WINDOW in_order AS (ORDER BY seq ROWS UNBOUNDED PRECEDING)
      ) page
      WHERE bytes <= :maxBytes OR place = 1 ORDER BY seq
      """)
  List<EntryRow> page(String user, long since, int limit, int maxBytes);

  /**
   * @return the numbers of the events of which entries were deleted
   */
  @Query(
      """
      WITH removed AS (DELETE FROM sync.entries WHERE user_id = :user RETURNING event)
      SELECT event FROM removed
      """)
  List<Long> deleteOfUser(String user);

  /**
   * Locks these events until the transaction ends. Of two transactions that delete the last two
   * entries of an event, the second waits here, and then sees what the first has deleted.
   *
   * @param numbers a JSON array
   */
  @Query(
      """
      SELECT count(*) FROM (
        SELECT number FROM sync.events
        WHERE number IN (SELECT CAST(jsonb_array_elements_text(CAST(:numbers AS jsonb)) AS bigint))
        ORDER BY number FOR UPDATE) locked
      """)
  long lockEvents(String numbers);

  /**
   * Deletes those of these events that no feed refers to. Must run in a statement after {@link
   * #lockEvents}.
   *
   * @param numbers a JSON array
   */
  @Query(
      """
      DELETE FROM sync.events v
      WHERE number IN (SELECT CAST(jsonb_array_elements_text(CAST(:numbers AS jsonb)) AS bigint))
        AND NOT EXISTS (SELECT FROM sync.entries e WHERE e.event = v.number)
      """)
  void deleteUnreferenced(String numbers);
}
