package dev.perennial.operations.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What belongs to letters, and what the ledgers say about them. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DetailRows extends GenericRepository<FailureRow, Integer> {

  @Query(
      """
      SELECT generation, failed_at, reason, status_code, attempts FROM operations.failures
      WHERE letter = :letter ORDER BY generation
      """)
  List<FailureRow> failures(UUID letter);

  @Query(
      """
      SELECT consumer, state, attempts, generation, reason, changed_at
      FROM runtime.states_everywhere(:source, :eventId)
      """)
  List<LedgerStateRow> ledgers(String source, String eventId);

  @Query(
      """
      SELECT consumer, attributes, data, reason, attempts, generation FROM operations.parked_without_letter(:atMost)
      """)
  List<ParkedRow> parkedWithoutLetter(int atMost);

  @Query(
      """
      SELECT d.reason_group AS reason, d.function, d.event_type AS type, count(*) AS letters,
        min(d.first_failed_at) AS first, max(d.last_failed_at) AS last,
        count(*) FILTER (WHERE d.last_failed_at > CAST(:now AS timestamptz) - interval '1 hour') AS last_hour,
        count(*) FILTER (WHERE d.last_failed_at <= CAST(:now AS timestamptz) - interval '1 hour'
          AND d.last_failed_at > CAST(:now AS timestamptz) - interval '2 hours') AS hour_before
      FROM operations.dead_letters d WHERE
      """
          + LetterRows.FILTER
          + " GROUP BY d.function, d.event_type, d.reason_group"
          + " ORDER BY letters DESC, d.function, d.event_type, d.reason_group LIMIT :limit")
  List<GroupRow> groups(Instant now, int limit, String filter);
}
