package dev.perennial.auditsink.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface CheckpointRows extends GenericRepository<CheckpointRow, UUID> {

  void saveAll(List<CheckpointRow> rows);

  @Query("SELECT * FROM audit.checkpoints WHERE kind = 'HEADS' ORDER BY made_at DESC LIMIT 1")
  Optional<CheckpointRow> newest();

  /** Locks out the checkpoints of other instances until the transaction ends. */
  @Query(
      "SELECT count(CAST(pg_advisory_xact_lock(hashtextextended('audit checkpoints', 0)) AS text))")
  long lock();

  /** The pages in their order, as many as fit into maxBytes and at least one. */
  String SIZED =
      """
      SELECT * FROM (
        SELECT *, sum(size) OVER (ORDER BY made_at, id, page ROWS UNBOUNDED PRECEDING) AS bytes FROM (
          SELECT *, octet_length(signed) AS size FROM audit.checkpoints
      """;

  String FITTING =
      """
          ORDER BY made_at, id, page LIMIT :limit) found) sized
      WHERE bytes <= :maxBytes OR bytes = size ORDER BY made_at, id, page
      """;

  @Query(SIZED + " WHERE (made_at, id, page) > (:madeAt, :id, :page) " + FITTING)
  List<CheckpointRow> after(Instant madeAt, UUID id, int page, int limit, int maxBytes);

  /** The pages whose range of owners includes this one. */
  @Query(
      SIZED
          + """
          WHERE first_owner <= :owner AND last_owner >= :owner AND (made_at, id, page) > (:madeAt, :id, :page)
          """
          + FITTING)
  List<CheckpointRow> of(String owner, Instant madeAt, UUID id, int page, int limit, int maxBytes);
}
