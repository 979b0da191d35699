package dev.perennial.operations.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface LetterRows extends GenericRepository<LetterRow, UUID> {

  String COLUMNS =
      """
      d.id, d.function, d.source, d.event_id, d.event_type, d.subject, d.owner, d.event_time, d.trace_id,
        d.reason, d.reason_group, d.status_code, CAST(d.error AS text) AS error, d.state, d.generation, d.redrive,
        d.closed_by, d.closed_reason, d.first_failed_at, d.last_failed_at, d.changed_at
      """;

  String CONTENT = ", CAST(d.attributes AS text) AS attributes, coalesce(d.data, '') AS data";
  String NO_CONTENT = ", CAST(NULL AS text) AS attributes, CAST('' AS bytea) AS data";

  /** The letters that {@code :filter} selects, which {@link LetterFilter#json} writes. */
  String FILTER =
      """
       (CAST(:filter AS jsonb) ->> 'function' IS NULL OR d.function = CAST(:filter AS jsonb) ->> 'function')
        AND (CAST(:filter AS jsonb) ->> 'type' IS NULL OR d.event_type = CAST(:filter AS jsonb) ->> 'type')
        AND (CAST(:filter AS jsonb) ->> 'reason' IS NULL OR d.reason_group = CAST(:filter AS jsonb) ->> 'reason')
        AND (CAST(:filter AS jsonb) ->> 'owner' IS NULL OR d.owner = CAST(:filter AS jsonb) ->> 'owner')
        AND (CAST(:filter AS jsonb) ->> 'state' IS NULL OR d.state = CAST(:filter AS jsonb) ->> 'state')
        AND (CAST(:filter AS jsonb) ->> 'from' IS NULL
          OR d.first_failed_at >= CAST(CAST(:filter AS jsonb) ->> 'from' AS timestamptz))
        AND (CAST(:filter AS jsonb) ->> 'to' IS NULL
          OR d.first_failed_at < CAST(CAST(:filter AS jsonb) ->> 'to' AS timestamptz))
        AND (CAST(:filter AS jsonb) ->> 'ids' IS NULL
          OR d.id = ANY (CAST(string_to_array(CAST(:filter AS jsonb) ->> 'ids', ',') AS uuid[])))
      """;

  /**
   * Plans the statements of this transaction with their values: a plan for any filter would read
   * all letters for some of them.
   */
  @Query("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)")
  String planForValues();

  /**
   * Inserts the letter, or opens the one of this event and function again. A failure that is known,
   * of an earlier generation, or of a discarded letter changes nothing.
   *
   * @return the id of the letter; empty if nothing was changed
   */
  @Query(
      """
      INSERT INTO operations.dead_letters AS known
        (id, function, source, event_id, event_type, subject, owner, event_time, trace_id, attributes, data, reason,
         reason_group, status_code, error, state, generation, closed_by, closed_reason, first_failed_at, last_failed_at,
         changed_at)
      VALUES (:id, :function, :source, :eventId, :eventType, :subject, :owner, CAST(:eventTime AS timestamptz), :traceId,
        CAST(:attributes AS jsonb),
        CASE WHEN CAST(:attributes AS text) IS NOT NULL THEN CAST(:data AS bytea) END, :reason, :reasonGroup,
        CAST(:statusCode AS integer), CAST(:error AS jsonb), :state,
        :generation, :closedBy, :closedReason, :now, :now, :now)
      ON CONFLICT (function, source, event_id) DO UPDATE
        SET reason = excluded.reason, reason_group = excluded.reason_group, status_code = excluded.status_code,
            error = excluded.error, state = 'OPEN', generation = excluded.generation, redrive = NULL, closed_by = NULL,
            closed_reason = NULL, last_failed_at = excluded.last_failed_at, changed_at = excluded.changed_at
        WHERE known.state <> 'DISCARDED' AND excluded.generation >= known.generation AND NOT EXISTS (
          SELECT FROM operations.failures f WHERE f.letter = known.id AND f.generation = excluded.generation)
      RETURNING id
      """)
  List<UUID> upsert(
      UUID id,
      String function,
      String source,
      String eventId,
      String eventType,
      @Nullable String subject,
      @Nullable String owner,
      @Nullable Instant eventTime,
      @Nullable String traceId,
      @Nullable String attributes,
      byte[] data,
      String reason,
      String reasonGroup,
      @Nullable Integer statusCode,
      String error,
      String state,
      int generation,
      @Nullable String closedBy,
      @Nullable String closedReason,
      Instant now);

  /** Records the failure, and the end of the redrive that led to it. */
  @Query(
      """
      WITH failed AS (
        INSERT INTO operations.failures (letter, generation, failed_at, reason, status_code, attempts)
        VALUES (:letter, :generation, :now, :reason, CAST(:statusCode AS integer), CAST(:attempts AS integer)))
      UPDATE operations.redrive_letters SET state = 'FAILED', changed_at = :now
      WHERE letter = :letter AND state = 'SENT' RETURNING 1
      """)
  List<Integer> fail(
      UUID letter,
      int generation,
      Instant now,
      String reason,
      @Nullable Integer statusCode,
      @Nullable Integer attempts);

  @Query(
      """
      SELECT recorded_at FROM tasks.erased_at(:userId, :happenedAt) AS recorded (recorded_at)
      WHERE recorded_at IS NOT NULL
      """)
  Optional<Instant> erasedAt(String userId, Instant happenedAt);

  @Query(
      "SELECT "
          + COLUMNS
          + NO_CONTENT
          + " FROM operations.dead_letters d WHERE (d.first_failed_at, d.id) < (:afterTime,"
          + " :afterId) AND "
          + FILTER
          + " ORDER BY d.first_failed_at DESC, d.id DESC LIMIT :limit")
  List<LetterRow> page(Instant afterTime, UUID afterId, int limit, String filter);

  @Query("SELECT " + COLUMNS + CONTENT + " FROM operations.dead_letters d WHERE d.id = :id")
  Optional<LetterRow> find(UUID id);

  /** Deletes the content of the person's letters that happened until then, and closes them. */
  @Query(
      """
      WITH erased AS (
        UPDATE operations.dead_letters SET attributes = NULL, data = NULL, state = 'DISCARDED', redrive = NULL,
          closed_by = 'operations', closed_reason = 'its owner has erased themself', changed_at = :now
        WHERE owner = :owner AND coalesce(event_time, first_failed_at) <= :at AND attributes IS NOT NULL
        RETURNING id)
      UPDATE operations.redrive_letters SET state = 'ERASED', changed_at = :now
      WHERE letter IN (SELECT id FROM erased) AND state IN ('WAITING', 'SENT') RETURNING 1
      """)
  List<Integer> erase(String owner, Instant at, Instant now);

  /** Closes open letters; returns the ids of those that were open. */
  @Query(
      "UPDATE operations.dead_letters SET state = 'DISCARDED', closed_by = :by, closed_reason ="
          + " :why, changed_at = :now WHERE id IN (SELECT d.id FROM operations.dead_letters d WHERE"
          + " d.state = 'OPEN' AND "
          + FILTER
          + " ORDER BY d.id LIMIT :limit FOR UPDATE) RETURNING id")
  List<UUID> discard(String by, String why, Instant now, int limit, String filter);

  /** Opens discarded letters that still have their content; returns their ids. */
  @Query(
      "UPDATE operations.dead_letters SET state = 'OPEN', closed_by = NULL, closed_reason = NULL,"
          + " changed_at = :now WHERE id IN (SELECT d.id FROM operations.dead_letters d WHERE"
          + " d.state = 'DISCARDED' AND d.attributes IS NOT NULL AND "
          + FILTER
          + " ORDER BY d.id LIMIT :limit FOR UPDATE) RETURNING id")
  List<UUID> restore(Instant now, int limit, String filter);

  /** Deletes letters that have not changed since then, and the redrives that are left empty. */
  @Query(
      """
      WITH outlived AS (
        DELETE FROM operations.dead_letters WHERE id IN (
          SELECT id FROM operations.dead_letters WHERE changed_at < :before AND state <> 'REDRIVING' LIMIT :limit))
      DELETE FROM operations.redrives r WHERE r.created_at < :before AND r.state IN ('FINISHED', 'CANCELLED')
      RETURNING 1
      """)
  List<Integer> deleteOutlived(Instant before, int limit);
}
