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
interface RedriveRows extends GenericRepository<RedriveRow, UUID> {

  String WITH_COUNTS =
      """
      SELECT r.*, coalesce(c.waiting, 0) AS waiting, coalesce(c.sent, 0) AS sent, coalesce(c.resolved, 0) AS resolved,
        coalesce(c.failed, 0) AS failed, coalesce(c.erased, 0) AS erased, coalesce(c.cancelled, 0) AS cancelled
      FROM operations.redrives r LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE l.state = 'WAITING') AS waiting, count(*) FILTER (WHERE l.state = 'SENT') AS sent,
          count(*) FILTER (WHERE l.state = 'RESOLVED') AS resolved, count(*) FILTER (WHERE l.state = 'FAILED') AS failed,
          count(*) FILTER (WHERE l.state = 'ERASED') AS erased,
          count(*) FILTER (WHERE l.state = 'CANCELLED') AS cancelled
        FROM operations.redrive_letters l WHERE l.redrive = r.id) c ON true
      """;

  /** Why a letter is not sent; {@code sent} if it is. */
  String ANSWER =
      """
      CASE
        WHEN d.state = 'REDRIVING' THEN 'redriving'
        WHEN d.state = 'RESOLVED' THEN 'resolved'
        WHEN d.attributes IS NULL THEN 'erased'
        WHEN d.state = 'DISCARDED' THEN 'discarded'
        WHEN d.function <> ALL (string_to_array(:functions, ',')) THEN 'no-function'
        WHEN d.generation >= 5 THEN 'sent-too-often'
        WHEN l.state = 'COMPLETED' THEN 'processed'
        ELSE 'sent'
      END
      """;

  @Query(
      """
      INSERT INTO operations.redrives
        (id, state, created_by, created_at, per_second, stop_at_failure_rate, step, stepped_at, idle_steps)
      VALUES (:id, 'RUNNING', :by, :now, :perSecond, CAST(:stopAtFailureRate AS integer), 0, :now, 0)
      """)
  void insert(UUID id, String by, Instant now, int perSecond, @Nullable Integer stopAtFailureRate);

  @Query("DELETE FROM operations.redrives WHERE id = :id")
  void delete(UUID id);

  /**
   * What a redrive of these letters would do.
   *
   * @param functions that a redrive reaches, separated by commas
   */
  @Query(
      "SELECT "
          + ANSWER
          + """
           AS answer, d.function, d.event_type AS type, d.reason_group AS reason, count(*) AS letters
          FROM operations.dead_letters d LEFT JOIN runtime.states_of((
            SELECT jsonb_agg(jsonb_build_object('consumer', d.function, 'source', d.source, 'event_id', d.event_id))
            FROM operations.dead_letters d WHERE d.state = 'OPEN' AND
          """
          + LetterRows.FILTER
          + ")) l ON l.consumer = d.function AND l.source = d.source AND l.event_id = d.event_id"
          + " WHERE "
          + LetterRows.FILTER
          + " GROUP BY 1, 2, 3, 4 ORDER BY letters DESC, 1, 2, 3, 4")
  List<PlanRow> plan(String functions, String filter);

  /**
   * Makes the letters that can be sent part of this redrive, each of them of one redrive at most.
   *
   * @return how many
   */
  @Query(
      """
      WITH chosen AS (
        UPDATE operations.dead_letters SET state = 'REDRIVING', redrive = :redrive, changed_at = :now
        WHERE id IN (
          SELECT d.id FROM operations.dead_letters d
          WHERE d.state = 'OPEN' AND d.generation < 5 AND d.attributes IS NOT NULL
            AND d.function = ANY (string_to_array(:functions, ',')) AND
      """
          + LetterRows.FILTER
          + """
              ORDER BY d.id FOR UPDATE)
            RETURNING id
          ), added AS (
            INSERT INTO operations.redrive_letters (redrive, letter, state, changed_at)
            SELECT :redrive, id, 'WAITING', :now FROM chosen
            RETURNING 1)
          SELECT count(*) FROM added
          """)
  long choose(UUID redrive, Instant now, String functions, String filter);

  @Query(WITH_COUNTS + " WHERE r.id = :id")
  Optional<RedriveRow> find(UUID id);

  /** Locks the redrive until the transaction ends; returns 0 if there is none. */
  @Query(
      "SELECT count(*) FROM (SELECT 1 FROM operations.redrives WHERE id = :id FOR UPDATE) locked")
  long lock(UUID id);

  @Query(WITH_COUNTS + " ORDER BY r.created_at DESC, r.id DESC LIMIT :limit")
  List<RedriveRow> newest(int limit);

  /** Redrives whose next step is lost, or that have waited for outcomes for a while. */
  @Query(
      """
      SELECT r.id FROM operations.redrives r WHERE r.stepped_at < :before AND (r.state = 'RUNNING' OR EXISTS (
        SELECT FROM operations.redrive_letters l WHERE l.redrive = r.id AND l.state = 'SENT'))
      ORDER BY r.stepped_at LIMIT 100
      """)
  List<UUID> stale(Instant before);

  @Query(
      """
      UPDATE operations.redrives SET state = :state, pause_reason = CAST(:reason AS text),
        finished_at = CAST(:finishedAt AS timestamptz)
      WHERE id = :id
      """)
  void change(UUID id, String state, @Nullable String reason, @Nullable Instant finishedAt);

  @Query(
      """
      UPDATE operations.redrives SET step = :step, stepped_at = :now, idle_steps = :idleSteps WHERE id = :id
      """)
  void step(UUID id, int step, Instant now, int idleSteps);

  /** The outcomes of letters that were sent, as far as they are known. */
  @Query(
      """
      WITH sent AS MATERIALIZED (
        SELECT d.id, d.function, d.source, d.event_id, d.generation, r.changed_at
        FROM operations.redrive_letters r JOIN operations.dead_letters d ON d.id = r.letter
        WHERE r.redrive = :redrive AND r.state = 'SENT'
      ), known AS (
        SELECT sent.id AS letter, coalesce(l.state, 'UNKNOWN') AS state, sent.generation,
          coalesce(l.generation >= sent.generation, false) AS is_new, l.reason, l.attempts, sent.changed_at
        FROM sent LEFT JOIN runtime.states_of((
          SELECT jsonb_agg(jsonb_build_object('consumer', function, 'source', source, 'event_id', event_id)) FROM sent)) l
        ON l.consumer = sent.function AND l.source = sent.source AND l.event_id = sent.event_id)
      SELECT letter, state, generation, is_new, reason, attempts FROM known
      WHERE state IN ('COMPLETED', 'ERASED') OR state = 'PARKED' AND is_new
      UNION ALL
      SELECT letter, 'EXPIRED', generation, false, NULL, NULL FROM known
      WHERE NOT (state IN ('COMPLETED', 'ERASED') OR state = 'PARKED' AND is_new) AND changed_at < :sentBefore
      """)
  List<OutcomeRow> outcomes(UUID redrive, Instant sentBefore);

  /** Closes letters that were sent, in the same way. */
  @Query(
      """
      WITH closed AS (
        UPDATE operations.dead_letters SET state = :state, redrive = NULL, closed_by = :by, closed_reason = :why,
          changed_at = :now
        WHERE id = ANY (CAST(string_to_array(:ids, ',') AS uuid[])) AND redrive = :redrive)
      UPDATE operations.redrive_letters SET state = :outcome, changed_at = :now
      WHERE redrive = :redrive AND state = 'SENT' AND letter = ANY (CAST(string_to_array(:ids, ',') AS uuid[]))
      RETURNING 1
      """)
  List<Integer> close(
      UUID redrive, String ids, String state, String outcome, String by, String why, Instant now);

  /** Opens a letter again whose event failed again. */
  @Query(
      """
      WITH failed AS (
        INSERT INTO operations.failures (letter, generation, failed_at, reason, status_code, attempts)
        VALUES (:letter, :generation, :now, :reason, CAST(:statusCode AS integer), CAST(:attempts AS integer))
        ON CONFLICT DO NOTHING
      ), opened AS (
        UPDATE operations.dead_letters SET state = 'OPEN', redrive = NULL, reason = :reason, reason_group = :reasonGroup,
          status_code = CAST(:statusCode AS integer), last_failed_at = :now, changed_at = :now
        WHERE id = :letter AND redrive = :redrive)
      UPDATE operations.redrive_letters SET state = 'FAILED', changed_at = :now
      WHERE redrive = :redrive AND letter = :letter AND state = 'SENT' RETURNING 1
      """)
  List<Integer> reopen(
      UUID redrive,
      UUID letter,
      int generation,
      String reason,
      String reasonGroup,
      @Nullable Integer statusCode,
      @Nullable Integer attempts,
      Instant now);

  /** The next letters to be sent with their events, at least one, at most maxBytes of them. */
  @Query(
      "SELECT "
          + LetterRows.COLUMNS
          + LetterRows.CONTENT
          + """
           FROM operations.dead_letters d WHERE d.id IN (
            SELECT letter FROM (
              SELECT letter, size, sum(size) OVER (ORDER BY letter ROWS UNBOUNDED PRECEDING) AS bytes FROM (
                SELECT l.letter, octet_length(w.data) AS size
                FROM operations.redrive_letters l JOIN operations.dead_letters w ON w.id = l.letter
                WHERE l.redrive = :redrive AND l.state = 'WAITING' ORDER BY l.letter LIMIT :limit) next) sized
            WHERE bytes <= :maxBytes OR bytes = size)
          ORDER BY d.id
          """)
  List<LetterRow> next(UUID redrive, int limit, int maxBytes);

  @Query(
      """
      WITH sent AS (
        UPDATE operations.dead_letters SET generation = generation + 1, changed_at = :now
        WHERE id = ANY (CAST(string_to_array(:ids, ',') AS uuid[])))
      UPDATE operations.redrive_letters SET state = 'SENT', changed_at = :now
      WHERE redrive = :redrive AND letter = ANY (CAST(string_to_array(:ids, ',') AS uuid[]))
      RETURNING 1
      """)
  List<Integer> send(UUID redrive, String ids, Instant now);

  /** Opens the letters again that are not sent. */
  @Query(
      """
      WITH cancelled AS (
        UPDATE operations.redrive_letters SET state = 'CANCELLED', changed_at = :now
        WHERE redrive = :redrive AND state = 'WAITING' RETURNING letter)
      UPDATE operations.dead_letters SET state = 'OPEN', redrive = NULL, changed_at = :now
      WHERE redrive = :redrive AND id IN (SELECT letter FROM cancelled) RETURNING 1
      """)
  List<Integer> cancelWaiting(UUID redrive, Instant now);
}
