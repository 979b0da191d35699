package dev.perennial.runtime.ledger;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The ledger's statements; row-level security shows a function its own rows only. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface LedgerRows extends GenericRepository<LedgerRow, String> {

  /**
   * Enters the event as COMPLETED unless another delivery has entered it or is about to. The
   * advisory lock ends with the transaction, so it cannot outlive a crash, and unlike the row's own
   * lock it can be tried without waiting. A hash collision only delays a delivery: the broker
   * retries it.
   */
  @Query(
      """
      WITH asked AS MATERIALIZED (
        SELECT pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', current_user, :source, :eventId), 0)) AS locked
      ), entered AS (
        INSERT INTO runtime.ledger AS known (source, event_id, event_type, state, attempts)
        SELECT :source, :eventId, :eventType, 'COMPLETED', 1 FROM asked WHERE locked
        ON CONFLICT (consumer, source, event_id) DO UPDATE
          SET state = 'COMPLETED', attempts = known.attempts + 1, lease = NULL, leased_until = NULL, reason = NULL,
              changed_at = now()
          WHERE known.state = 'RETRYING' AND (known.lease = :delivery OR known.leased_until < now())
        RETURNING 1
      )
      SELECT CASE
        WHEN EXISTS (SELECT FROM entered) THEN 'ACQUIRED'
        WHEN NOT locked THEN 'IN_PROGRESS'
        ELSE coalesce(
          (SELECT CASE state WHEN 'RETRYING' THEN 'IN_PROGRESS' ELSE state END
           FROM runtime.ledger WHERE source = :source AND event_id = :eventId),
          'IN_PROGRESS')
      END FROM asked
      """)
  LedgerState enter(String source, String eventId, String eventType, UUID delivery);

  /** Returns what {@link #enter} would return, but writes and locks nothing. */
  @Query(
      """
      SELECT coalesce(
        (SELECT CASE
           WHEN state <> 'RETRYING' THEN state
           WHEN lease = :delivery OR leased_until < now() THEN 'ACQUIRED'
           ELSE 'IN_PROGRESS'
         END
         FROM runtime.ledger WHERE source = :source AND event_id = :eventId),
        'ACQUIRED')
      """)
  LedgerState state(String source, String eventId, UUID delivery);

  /**
   * Enters those of these events that no other delivery has entered or is about to, with the lock
   * of {@link #enter}.
   *
   * @param deliveries a JSON array of objects: source, event_id, event_type
   * @return source and id, separated by a blank, of each event that was entered
   */
  @Query(
      """
      WITH asked AS MATERIALIZED (
        SELECT *, pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', current_user, source, event_id), 0)) AS locked
        FROM jsonb_to_recordset(CAST(:deliveries AS jsonb)) AS d (source text, event_id text, event_type text)
      ), entered AS (
        INSERT INTO runtime.ledger (source, event_id, event_type, state, attempts)
        SELECT source, event_id, event_type, 'COMPLETED', 1 FROM asked WHERE locked
        ON CONFLICT (consumer, source, event_id) DO NOTHING
        RETURNING source, event_id
      )
      SELECT source || ' ' || event_id FROM entered
      """)
  List<String> enterAll(String deliveries);

  /**
   * Counts a failed attempt and leases the event to this delivery.
   *
   * @param seconds length of the lease
   * @return the failed attempts so far; empty if another delivery holds the lease. A list, because
   *     Micronaut returns null for an Optional of a statement that changes no row.
   */
  @Query(
      """
      INSERT INTO runtime.ledger AS known
        (source, event_id, event_type, state, attempts, lease, leased_until, reason)
      VALUES (:source, :eventId, :eventType, 'RETRYING', 1, :delivery, now() + make_interval(secs => :seconds), :reason)
      ON CONFLICT (consumer, source, event_id) DO UPDATE
        SET attempts = known.attempts + 1, lease = excluded.lease, leased_until = excluded.leased_until,
            reason = excluded.reason, changed_at = now()
        WHERE known.state = 'RETRYING' AND (known.lease = excluded.lease OR known.leased_until < now())
      RETURNING attempts
      """)
  List<Integer> countFailure(
      String source,
      String eventId,
      String eventType,
      UUID delivery,
      double seconds,
      String reason);

  @Query(
      """
      UPDATE runtime.ledger SET leased_until = now(), changed_at = now()
      WHERE source = :source AND event_id = :eventId AND state = 'RETRYING' AND lease = :delivery
      """)
  void release(String source, String eventId, UUID delivery);

  @Query(
      """
      INSERT INTO runtime.ledger AS known
        (source, event_id, event_type, state, attempts, reason, attributes, data)
      VALUES (:source, :eventId, :eventType, 'PARKED', 1, :reason, CAST(:attributes AS jsonb), :data)
      ON CONFLICT (consumer, source, event_id) DO UPDATE
        SET state = 'PARKED', lease = NULL, leased_until = NULL, reason = excluded.reason,
            attributes = excluded.attributes, data = excluded.data, changed_at = now()
        WHERE known.state = 'RETRYING'
      """)
  void park(
      String source,
      String eventId,
      String eventType,
      String reason,
      String attributes,
      byte[] data);

  @Query("SELECT reason FROM runtime.ledger WHERE source = :source AND event_id = :eventId")
  Optional<String> reason(String source, String eventId);
}
