package dev.perennial.auditsink.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface HeadRows extends GenericRepository<HeadRow, String> {

  // Jumps from owner to owner in the index instead of reading every entry.
  String OWNERS =
      """
      WITH RECURSIVE owners (owner) AS (
        SELECT min(owner) FROM audit.entries
        UNION ALL
        SELECT (SELECT min(owner) FROM audit.entries e WHERE e.owner > o.owner) FROM owners o WHERE o.owner IS NOT NULL
      )
      """;
  String NO_CHECKPOINT = ", CAST('00000000-0000-0000-0000-000000000000' AS uuid) AS checkpoint_id";

  /** The last entry of each chain, ordered by owner. */
  @Query(
      OWNERS
          + "SELECT DISTINCT ON (owner) owner, number, hash, received_at"
          + NO_CHECKPOINT
          + """
           FROM (
            SELECT h.owner, h.number, h.hash, h.received_at FROM owners o CROSS JOIN LATERAL (
              SELECT owner, number, hash, received_at FROM audit.entries e WHERE e.owner = o.owner
              ORDER BY number DESC LIMIT 1) h
            UNION ALL
            SELECT owner, number, hash, received_at FROM audit.anchors
          ) heads ORDER BY owner, number DESC
          """)
  List<HeadRow> heads();

  /** The last entry of each chain that was received before this moment, ordered by owner. */
  @Query(
      OWNERS
          + "SELECT h.owner, h.number, h.hash, h.received_at"
          + NO_CHECKPOINT
          + """
           FROM owners o CROSS JOIN LATERAL (
            SELECT owner, number, hash, received_at FROM audit.entries e
            WHERE e.owner = o.owner AND received_at < :oldest ORDER BY number DESC LIMIT 1) h
          ORDER BY owner
          """)
  List<HeadRow> lastBefore(Instant oldest);

  @Query(
      """
      INSERT INTO audit.anchors (owner, number, hash, received_at, checkpoint_id)
      VALUES (:owner, :number, :hash, :receivedAt, :checkpointId)
      ON CONFLICT DO NOTHING
      """)
  void anchor(List<HeadRow> rows);

  @Query("SELECT * FROM audit.anchors WHERE owner = :owner ORDER BY number DESC LIMIT 1")
  Optional<HeadRow> anchorOf(String owner);

  @Query("SELECT 1 FROM audit.make_partitions(:now)")
  List<Integer> makePartitions(Instant now);

  @Query("SELECT audit.drop_before(:oldest)")
  int dropBefore(Instant oldest);
}
