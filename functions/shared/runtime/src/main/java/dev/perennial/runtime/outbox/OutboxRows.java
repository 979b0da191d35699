package dev.perennial.runtime.outbox;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The statements on the outbox. Row-level security limits a function to its own rows. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface OutboxRows extends GenericRepository<OutboxRow, UUID> {

  @Query(
      """
      INSERT INTO runtime.outbox (id, topic, attributes, data)
      VALUES (:id, :topic, CAST(:attributes AS jsonb), :data)
      """)
  void insert(List<OutboxRow> rows);

  /**
   * Claims rows that were not published right after their commit, oldest first. The rows are
   * returned without their events and are locked until the transaction ends. Rows that another
   * instance has locked are skipped.
   *
   * @param exceptTopics separated by commas
   */
  @Query(
      """
      SELECT id, topic, created_at, octet_length(data) + octet_length(CAST(attributes AS text)) AS bytes
      FROM runtime.outbox
      WHERE refused_at IS NULL
        AND created_at < now() - make_interval(secs => :seconds)
        AND (created_at, id) > (:afterTime, :afterId)
        AND topic <> ALL (string_to_array(:exceptTopics, ','))
      ORDER BY created_at, id
      LIMIT :atMost
      FOR UPDATE SKIP LOCKED
      """)
  List<StrandedRow> claimStranded(
      double seconds, Instant afterTime, UUID afterId, String exceptTopics, int atMost);

  @Query(
      """
      SELECT id, topic, CAST(attributes AS text) AS attributes, data
      FROM runtime.outbox
      WHERE id IN (:ids)
      ORDER BY created_at, id
      """)
  List<OutboxRow> read(List<UUID> ids);

  /**
   * One statement for any number of rows, so that Postgres parses and plans it once.
   *
   * @param ids separated by commas
   */
  @Query("DELETE FROM runtime.outbox WHERE id = ANY (CAST(string_to_array(:ids, ',') AS uuid[]))")
  void delete(String ids);

  @Query("UPDATE runtime.outbox SET refused_at = now(), refused_reason = :reason WHERE id = :id")
  void refuse(UUID id, String reason);

  /** Counts only this function's rows, even where row-level security shows others. */
  @Query(
      """
      SELECT count(*) FROM runtime.outbox WHERE producer = current_user AND refused_at IS NOT NULL
      """)
  long countRefused();
}
