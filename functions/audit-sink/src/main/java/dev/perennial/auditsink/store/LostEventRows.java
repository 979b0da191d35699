package dev.perennial.auditsink.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface LostEventRows extends GenericRepository<LostEventRow, String> {

  /**
   * The first event that the ledger has as completed and the trail does not have. One transaction
   * writes both, so this happens only if somebody deleted the entry: entries are dropped for their
   * age after 28 days at the earliest. The search starts 5 minutes before the last checkpoint,
   * because transactions can overlap with it. One statement sees both tables at the same moment.
   * Only the newest rows are compared, because after a busy hour a comparison of all would exceed
   * the statement timeout.
   *
   * @param tick the event type that is in the ledger only
   * @param newest how many rows of the ledger are compared
   */
  @Query(
      """
      WITH unsigned AS MATERIALIZED (
        SELECT greatest(max(made_at) - interval '5 minutes', now() - interval '27 days') AS since
        FROM audit.checkpoints WHERE kind = 'HEADS'
      ), entered AS MATERIALIZED (
        SELECT event_id, source, event_type AS type, changed_at AS entered_at FROM runtime.ledger
        WHERE state = 'COMPLETED' AND event_type <> :tick AND changed_at > (SELECT since FROM unsigned)
        ORDER BY changed_at DESC LIMIT :newest
      )
      SELECT l.event_id, l.source, l.type, l.entered_at FROM entered l LEFT JOIN LATERAL (
        SELECT number FROM audit.entries e WHERE e.source = l.source AND e.event_id = l.event_id
          AND e.received_at > (SELECT since - interval '1 day' FROM unsigned) LIMIT 1) e ON true
      WHERE e.number IS NULL
      ORDER BY l.entered_at, l.source, l.event_id LIMIT 1
      """)
  Optional<LostEventRow> first(String tick, int newest);
}
