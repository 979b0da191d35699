package dev.perennial.runtime.outbox;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The outbox's rows; row-level security shows a function its own only. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface OutboxRepository extends GenericRepository<OutboxRow, UUID> {

  @Query(
      """
      INSERT INTO runtime.outbox (id, topic, attributes, data)
      VALUES (:id, :topic, CAST(:attributes AS jsonb), :data)
      """)
  void insert(List<OutboxRow> rows);

  /** Rows that their own commit did not publish, oldest first, held until the transaction ends. */
  @Query(
      """
      SELECT id, topic, CAST(attributes AS text) AS attributes, data
      FROM runtime.outbox
      WHERE created_at < now() - make_interval(secs => :seconds)
      ORDER BY created_at
      LIMIT :atMost
      FOR UPDATE SKIP LOCKED
      """)
  List<OutboxRow> claimOlderThan(double seconds, int atMost);

  @Query("DELETE FROM runtime.outbox WHERE id IN (:ids)")
  void delete(List<UUID> ids);
}
