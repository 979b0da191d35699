package dev.perennial.syncpush.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The leases of streams; all by the server's clock, which all instances share. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface StreamRows extends GenericRepository<StreamRow, UUID> {

  /** Makes those who open a stream of this user come one by one, until the transaction ends. */
  @Query(
      "SELECT CAST(pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'streams', :user), 0)) AS"
          + " text)")
  String hold(String user);

  @Query(
      """
      WITH opened AS (
        INSERT INTO sync.streams (id, user_id, leased_until)
        SELECT :id, :user, now() + make_interval(secs => :seconds)
        WHERE (SELECT count(*) FROM sync.streams WHERE user_id = :user AND leased_until > now()) < :atMost
        RETURNING 1
      )
      SELECT count(*) FROM opened
      """)
  int open(UUID id, String user, double seconds, int atMost);

  /**
   * @param ids a JSON array
   * @return those that still are
   */
  @Query(
      """
      WITH renewed AS (
        UPDATE sync.streams SET leased_until = now() + make_interval(secs => :seconds)
        WHERE id IN (SELECT CAST(id AS uuid) FROM jsonb_array_elements_text(CAST(:ids AS jsonb)) AS id)
        RETURNING id
      )
      SELECT id FROM renewed
      """)
  List<UUID> renew(String ids, double seconds);

  @Query("DELETE FROM sync.streams WHERE leased_until < now()")
  void removeLapsed();

  @Query("DELETE FROM sync.streams WHERE id = :id")
  void close(UUID id);

  @Query("DELETE FROM sync.streams WHERE user_id = :user")
  void erase(String user);
}
