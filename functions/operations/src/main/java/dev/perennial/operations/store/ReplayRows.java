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
interface ReplayRows extends GenericRepository<ReplayRow, UUID> {

  String WITH_PROGRESS =
      """
      SELECT r.*, p.records, p.read FROM operations.replays r LEFT JOIN LATERAL (
        SELECT CAST(sum(end_offset - begin_offset) AS bigint) AS records,
          CAST(sum(next_offset - begin_offset) AS bigint) AS read
        FROM operations.replay_partitions WHERE replay = r.id) p ON true
      """;

  /** Inserts the replay unless another one of its function has not ended; returns how many rows. */
  @Query(
      """
      WITH inserted AS (
        INSERT INTO operations.replays
          (id, function, mode, dry_run, reason, from_at, to_at, event_types, owner, state, created_by, created_at,
           per_second, step, stepped_at, running_ms)
        VALUES (:id, :function, :mode, :dryRun, :reason, :fromAt, :toAt, :eventTypes, :owner, 'RUNNING', :by, :now,
          :perSecond, 0, :now, 0)
        ON CONFLICT (function) WHERE state IN ('RUNNING', 'PAUSED') AND NOT dry_run DO NOTHING
        RETURNING 1)
      SELECT count(*) FROM inserted
      """)
  long insert(
      UUID id,
      String function,
      String mode,
      boolean dryRun,
      @Nullable String reason,
      Instant fromAt,
      Instant toAt,
      String eventTypes,
      @Nullable String owner,
      String by,
      Instant now,
      int perSecond);

  @Query(WITH_PROGRESS + " WHERE r.id = :id")
  Optional<ReplayRow> find(UUID id);

  /** Locks the replay until the transaction ends; returns 0 if there is none. */
  @Query("SELECT count(*) FROM (SELECT 1 FROM operations.replays WHERE id = :id FOR UPDATE) locked")
  long lock(UUID id);

  @Query(WITH_PROGRESS + " ORDER BY r.created_at DESC, r.id DESC LIMIT :limit")
  List<ReplayRow> newest(int limit);

  /** Replays whose next step is lost. */
  @Query(
      """
      SELECT id FROM operations.replays WHERE stepped_at < :before AND state = 'RUNNING' ORDER BY stepped_at LIMIT 100
      """)
  List<UUID> stale(Instant before);

  @Query(
      """
      UPDATE operations.replays SET state = :state, finished_at = CAST(:finishedAt AS timestamptz) WHERE id = :id
      """)
  void change(UUID id, String state, @Nullable Instant finishedAt);

  /** Records a step, and the time since the one before if it ran. */
  @Query(
      """
      UPDATE operations.replays SET step = :step, stepped_at = :now, running_ms = running_ms + :ranMs WHERE id = :id
      """)
  void step(UUID id, int step, Instant now, long ranMs);

  @Query(
      "DELETE FROM operations.replays WHERE created_at < :before AND state IN ('FINISHED',"
          + " 'CANCELLED')")
  void deleteOutlived(Instant before);
}
