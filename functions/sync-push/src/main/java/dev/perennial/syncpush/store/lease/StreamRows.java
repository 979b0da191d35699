package dev.perennial.syncpush.store.lease;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The statements on leases. They use the database's clock, which all instances share. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface StreamRows extends GenericRepository<StreamRow, UUID> {

  /** Serializes the opening of streams of this user until the transaction ends. */
  @Query(
      "SELECT CAST(pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'streams', :user), 0)) AS"
          + " text)")
  String lock(String user);

  /**
   * Inserts a lease if the user has fewer than the maximum. Counted are the leases of this instance
   * and of all instances that are alive, which means that their lock cannot be acquired. The lock
   * is probed in shared mode, so that a concurrent probe does not look like a living instance. It
   * is probed once per instance and not once per lease.
   *
   * @return 1, or 0 if the user has the maximum number
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
        FROM living WHERE coalesce(streams, 0) < :maximum
        RETURNING 1
      )
      SELECT count(*) FROM opened
      """)
  int insert(UUID id, String user, long instance, double seconds, int maximum);

  /**
   * Renews leases. A lease whose row is missing, because it expired or was lost in a crash of the
   * server, is inserted again, unless its user was deleted since the stream was opened.
   *
   * @param streams a JSON array of {id, user_id, opened_at}
   * @return the ids of the renewed leases
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
  void deleteExpired();

  @Query("DELETE FROM sync.streams WHERE id IN (:ids)")
  void delete(List<UUID> ids);

  @Query("DELETE FROM sync.streams WHERE user_id = :user")
  void deleteOfUser(String user);
}
