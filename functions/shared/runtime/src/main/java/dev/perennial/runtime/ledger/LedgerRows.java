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
   * Enters the event as COMPLETED unless another delivery has entered it or is about to. An event
   * that is parked is entered again by a redrive of a higher generation than before. The advisory
   * lock ends with the transaction, so it cannot outlive a crash, and unlike the row's own lock it
   * can be tried without waiting. A hash collision only delays a delivery: the broker retries it.
   */
  @Query(
      """
      WITH lock_attempt AS MATERIALIZED (
        SELECT pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', current_user, :source, :eventId), 0)) AS locked
      ), entered AS (
        INSERT INTO runtime.ledger AS known (source, event_id, event_type, state, attempts, generation)
        SELECT :source, :eventId, :eventType, 'COMPLETED', 1, :generation FROM lock_attempt WHERE locked
        ON CONFLICT (consumer, source, event_id) DO UPDATE
          SET state = 'COMPLETED', attempts = known.attempts + 1, lease = NULL, leased_until = NULL, reason = NULL,
              attributes = NULL, data = NULL, generation = greatest(known.generation, excluded.generation),
              changed_at = now()
          WHERE known.state = 'RETRYING' AND (known.lease = :delivery OR known.leased_until < now())
            OR known.state = 'PARKED' AND known.generation < excluded.generation
        RETURNING 1
      )
      SELECT CASE
        WHEN EXISTS (SELECT FROM entered) THEN 'ACQUIRED'
        WHEN NOT locked THEN 'IN_PROGRESS'
        ELSE coalesce(
          (SELECT CASE state WHEN 'RETRYING' THEN 'IN_PROGRESS' ELSE state END
           FROM runtime.ledger WHERE source = :source AND event_id = :eventId),
          'IN_PROGRESS')
      END FROM lock_attempt
      """)
  LedgerState enter(String source, String eventId, String eventType, UUID delivery, int generation);

  /** Returns what {@link #enter} would return, but writes and locks nothing. */
  @Query(
      """
      SELECT coalesce(
        (SELECT CASE
           WHEN state = 'PARKED' AND generation < :generation THEN 'ACQUIRED'
           WHEN state <> 'RETRYING' THEN state
           WHEN lease = :delivery OR leased_until < now() THEN 'ACQUIRED'
           ELSE 'IN_PROGRESS'
         END
         FROM runtime.ledger WHERE source = :source AND event_id = :eventId),
        'ACQUIRED')
      """)
  LedgerState state(String source, String eventId, UUID delivery, int generation);

  /**
   * Enters those of these events that no other delivery has entered or is about to, as {@link
   * #enter} does for one, and reads the state of the others.
   *
   * @param deliveries a JSON array of objects: source, event_id, event_type, generation; no event
   *     twice
   * @return for each event its {@link LedgerState}, source and id, separated by blanks
   */
  @Query(
      """
      WITH lock_attempts AS MATERIALIZED (
        SELECT *, pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', current_user, source, event_id), 0)) AS locked
        FROM jsonb_to_recordset(CAST(:deliveries AS jsonb)) AS d (source text, event_id text, event_type text, generation integer)
      ), entered AS (
        INSERT INTO runtime.ledger AS known (source, event_id, event_type, state, attempts, generation)
        SELECT source, event_id, event_type, 'COMPLETED', 1, generation FROM lock_attempts WHERE locked
        ON CONFLICT (consumer, source, event_id) DO UPDATE
          SET state = 'COMPLETED', attempts = known.attempts + 1, lease = NULL, leased_until = NULL, reason = NULL,
              attributes = NULL, data = NULL, generation = greatest(known.generation, excluded.generation),
              changed_at = now()
          WHERE known.state = 'RETRYING' AND known.leased_until < now()
            OR known.state = 'PARKED' AND known.generation < excluded.generation
        RETURNING source, event_id
      )
      SELECT concat_ws(' ',
        CASE
          WHEN e.event_id IS NOT NULL THEN 'ACQUIRED'
          WHEN NOT d.locked THEN 'IN_PROGRESS'
          ELSE coalesce(
            (SELECT CASE l.state WHEN 'RETRYING' THEN 'IN_PROGRESS' ELSE l.state END
             FROM runtime.ledger l WHERE l.source = d.source AND l.event_id = d.event_id),
            'IN_PROGRESS')
        END, d.source, d.event_id)
      FROM lock_attempts d LEFT JOIN entered e USING (source, event_id)
      """)
  List<String> enterAll(String deliveries);

  /**
   * Counts a failed attempt and leases the event to this delivery. An event that was parked and is
   * sent again has as many attempts as a new one.
   *
   * @param seconds length of the lease
   * @return the failed attempts so far; empty if another delivery holds the lease. A list, because
   *     Micronaut returns null for an Optional of a statement that changes no row.
   */
  @Query(
      """
      INSERT INTO runtime.ledger AS known
        (source, event_id, event_type, state, attempts, lease, leased_until, reason, generation)
      VALUES (:source, :eventId, :eventType, 'RETRYING', 1, :delivery, now() + make_interval(secs => :seconds), :reason,
        :generation)
      ON CONFLICT (consumer, source, event_id) DO UPDATE
        SET state = 'RETRYING', attempts = CASE known.state WHEN 'PARKED' THEN 1 ELSE known.attempts + 1 END,
            lease = excluded.lease, leased_until = excluded.leased_until, reason = excluded.reason,
            attributes = NULL, data = NULL, generation = greatest(known.generation, excluded.generation),
            changed_at = now()
        WHERE known.state = 'RETRYING' AND (known.lease = excluded.lease OR known.leased_until < now())
          OR known.state = 'PARKED' AND known.generation < excluded.generation
      RETURNING attempts
      """)
  List<Integer> countFailure(
      String source,
      String eventId,
      String eventType,
      UUID delivery,
      double seconds,
      String reason,
      int generation);

  @Query(
      """
      UPDATE runtime.ledger SET leased_until = now(), changed_at = now()
      WHERE source = :source AND event_id = :eventId AND state = 'RETRYING' AND lease = :delivery
      """)
  void release(String source, String eventId, UUID delivery);

  @Query(
      """
      INSERT INTO runtime.ledger AS known
        (source, event_id, event_type, state, attempts, reason, attributes, data, generation)
      VALUES (:source, :eventId, :eventType, 'PARKED', 1, :reason, CAST(:attributes AS jsonb), :data, :generation)
      ON CONFLICT (consumer, source, event_id) DO UPDATE
        SET state = 'PARKED', lease = NULL, leased_until = NULL, reason = excluded.reason,
            attributes = excluded.attributes, data = excluded.data,
            generation = greatest(known.generation, excluded.generation), changed_at = now()
        WHERE known.state = 'RETRYING' OR known.state = 'PARKED' AND known.generation < excluded.generation
      """)
  void park(
      String source,
      String eventId,
      String eventType,
      String reason,
      String attributes,
      byte[] data,
      int generation);

  @Query("SELECT reason FROM runtime.ledger WHERE source = :source AND event_id = :eventId")
  Optional<String> reason(String source, String eventId);
}
