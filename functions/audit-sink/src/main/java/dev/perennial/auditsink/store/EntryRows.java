package dev.perennial.auditsink.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface EntryRows extends GenericRepository<EntryRow, Long> {

  String PAGE =
      """
      SELECT * FROM audit.entries
      WHERE time >= :from AND time < :to AND (time, number, owner) > (:afterTime, :afterNumber, :afterOwner)
        AND (CAST(:type AS text) IS NULL OR type = :type)
        AND (CAST(:actor AS text) IS NULL OR actor = :actor)
        AND (CAST(:owner AS text) IS NULL OR owner = :owner)
      """;
  String OF_READER = " AND readers @> ARRAY[CAST(:reader AS text)]";
  String OF_TASK = " AND task_ids @> ARRAY[CAST(:taskId AS text)]";
  String IN_ORDER = " ORDER BY time, number, owner LIMIT :limit";

  void saveAll(List<EntryRow> rows);

  // One statement for each way to find them: behind an OR the planner would not take an index.
  @Query(PAGE + IN_ORDER)
  List<EntryRow> page(
      Instant from,
      Instant to,
      Instant afterTime,
      long afterNumber,
      String afterOwner,
      @Nullable String type,
      @Nullable String actor,
      @Nullable String owner,
      int limit);

  @Query(PAGE + OF_READER + IN_ORDER)
  List<EntryRow> pageOfReader(
      Instant from,
      Instant to,
      Instant afterTime,
      long afterNumber,
      String afterOwner,
      @Nullable String type,
      @Nullable String actor,
      @Nullable String owner,
      String reader,
      int limit);

  @Query(PAGE + OF_TASK + IN_ORDER)
  List<EntryRow> pageOfTask(
      Instant from,
      Instant to,
      Instant afterTime,
      long afterNumber,
      String afterOwner,
      @Nullable String type,
      @Nullable String actor,
      @Nullable String owner,
      String taskId,
      int limit);

  @Query(PAGE + OF_READER + OF_TASK + IN_ORDER)
  List<EntryRow> pageOfReaderAndTask(
      Instant from,
      Instant to,
      Instant afterTime,
      long afterNumber,
      String afterOwner,
      @Nullable String type,
      @Nullable String actor,
      @Nullable String owner,
      String reader,
      String taskId,
      int limit);

  @Query(
      """
      SELECT * FROM audit.entries WHERE owner = :owner AND number >= :from AND number <= :to
      ORDER BY number, received_at LIMIT :limit
      """)
  List<EntryRow> chain(String owner, long from, long to, int limit);

  /** The first entry of the chain that was received then or later. */
  @Query("SELECT min(number) FROM audit.entries WHERE owner = :owner AND received_at >= :moment")
  Optional<Long> firstSince(String owner, Instant moment);

  @Query("SELECT max(number) FROM audit.entries WHERE owner = :owner")
  Optional<Long> last(String owner);
}
