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

  /**
   * Counts the streams of this instance and of those whose lock cannot be had, since they live. Who
   * looks shares the lock, so that of two who look none sees the other; and each instance is asked
   * once, however many of its streams there are.
   */
  @Query(
      """
      WITH leased AS MATERIALIZED (
        SELECT instance, count(*) AS streams FROM sync.streams
        WHERE user_id = :user AND leased_until > now() GROUP BY instance
      ), living AS MATERIALIZED (
        SELECT sum(streams) AS streams FROM leased
        WHERE CASE WHEN instance = :instance THEN true ELSE NOT pg_try_advisory_xact_lock_shared(instance) END
      ), opened AS (
        INSERT INTO sync.streams (id, user_id, instance, leased_until)
        SELECT :id, :user, :instance, now() + make_interval(secs => :seconds)
        FROM living WHERE coalesce(streams, 0) < :atMost
        RETURNING 1
      )
      SELECT count(*) FROM opened
      """)
  int open(UUID id, String user, long instance, double seconds, int atMost);

  /**
   * A row that is not there any more has lapsed, or was lost with a crash of the server: it is made
   * anew, but not for who has gone since.
   *
   * @param streams a JSON array of {id, user_id, opened_at}
   * @return those that may stay
   */
  @Query(
      """
      WITH renewed AS (
        INSERT INTO sync.streams AS stream (id, user_id, instance, leased_until)
        SELECT open.id, open.user_id, :instance, now() + make_interval(secs => :seconds)
        FROM jsonb_to_recordset(CAST(:streams AS jsonb)) AS open (id uuid, user_id text, opened_at timestamptz)
        WHERE NOT EXISTS (
          SELECT FROM sync.feeds f WHERE f.user_id = open.user_id AND f.erased_at >= open.opened_at)
        ON CONFLICT (id) DO UPDATE SET leased_until = excluded.leased_until
        RETURNING stream.id
      )
      SELECT id FROM renewed
      """)
  List<UUID> renew(String streams, long instance, double seconds);

  @Query("DELETE FROM sync.streams WHERE leased_until < now()")
  void removeLapsed();

  @Query("DELETE FROM sync.streams WHERE id IN (:ids)")
  void close(List<UUID> ids);

  @Query("DELETE FROM sync.streams WHERE user_id = :user")
  void erase(String user);
}
