package dev.perennial.auditsink.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface LostRows extends GenericRepository<LostRow, String> {

  /**
   * The first of what the ledger has as entered, and the trail has not. One transaction wrote both,
   * so that is never so by itself before an entry is dropped for its age, which it never is within
   * 28 days. Where the last checkpoint ends is not certain to the second, so a little of what it
   * has signed is looked at as well. One statement: it sees both tables as they were at one time.
   * The newest that many alone are looked for, or after a busy hour it would take longer than a
   * statement may.
   *
   * @param tick the type of what is in the ledger alone
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
  Optional<LostRow> first(String tick, int newest);
}
