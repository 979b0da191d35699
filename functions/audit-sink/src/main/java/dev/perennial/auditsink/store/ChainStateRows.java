package dev.perennial.auditsink.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface ChainStateRows extends GenericRepository<ChainStateRow, String> {

  /**
   * Locks these owners' chains until the transaction ends. Advisory locks, because a chain has no
   * row that could be locked: its end is its last entry, which the role may not update. The locks
   * are taken in one order, so two transactions cannot deadlock.
   *
   * @param owners a JSON array
   */
  @Query(
      """
      SELECT count(CAST(locked AS text)) FROM (
        SELECT pg_advisory_xact_lock(chain) AS locked FROM (
          SELECT DISTINCT hashtextextended('audit ' || owner, 0) AS chain
          FROM jsonb_array_elements_text(CAST(:owners AS jsonb)) AS o (owner) ORDER BY chain) chains) locks
      """)
  long lock(String owners);

  /**
   * Must run in a statement after {@link #lock}, so that it sees what the previous holder
   * committed.
   *
   * @param owners a JSON array
   */
  @Query(
      """
      SELECT o.owner, h.number, encode(h.hash, 'hex') AS hash, h.received_at, k.id AS key_id,
        encode(k.sealed, 'hex') AS sealed, x.time AS erased_at
      FROM jsonb_array_elements_text(CAST(:owners AS jsonb)) AS o (owner)
      LEFT JOIN LATERAL (
        (SELECT number, hash, received_at FROM audit.entries e WHERE e.owner = o.owner ORDER BY number DESC LIMIT 1)
        UNION ALL
        (SELECT number, hash, received_at FROM audit.anchors a WHERE a.owner = o.owner ORDER BY number DESC LIMIT 1)
        ORDER BY number DESC LIMIT 1
      ) h ON true
      LEFT JOIN audit.keys k ON k.owner = o.owner
      LEFT JOIN LATERAL (SELECT max(time) AS time FROM audit.erasures e WHERE e.owner = o.owner) x ON true
      """)
  List<ChainStateRow> of(String owners);

  /**
   * @return 1, or 0 if this erasure is stored already
   */
  @Query(
      """
      INSERT INTO audit.erasures (owner, time) SELECT :owner, CAST(:time AS timestamptz)
      WHERE NOT EXISTS (SELECT FROM audit.erasures WHERE owner = :owner AND time = :time)
      """)
  int erased(String owner, Instant time);

  @Query("SELECT 1 FROM audit.forget(:owner)")
  List<Integer> destroyKey(String owner);
}
