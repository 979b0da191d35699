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

  /** The bytes of an entry. Postgres has the length of a large value without reading it. */
  String SIZE =
      """
      octet_length(payload) + octet_length(concat(
        owner, event_id, source, type, subject, actor, list_id, task_ids, readers)) AS size
      """;

  /**
   * Three parts of a statement around the entries of a page: as many of them, in their order, as
   * fit into maxBytes, and at least one.
   */
  String SIZED = "SELECT * FROM (SELECT *, sum(size) OVER (ORDER BY ";

  String FIRST_OF = " ROWS UNBOUNDED PRECEDING) AS bytes FROM (SELECT *, " + SIZE;
  String FITTING = ") page) sized WHERE bytes <= :maxBytes OR bytes = size ORDER BY ";

  String ORDER = "time, number, owner";
  String PAGE =
      SIZED
          + ORDER
          + FIRST_OF
          + """
           FROM audit.entries
          WHERE time >= :from AND time < :to AND (time, number, owner) > (:afterTime, :afterNumber, :afterOwner)
            AND (CAST(:type AS text) IS NULL OR type = :type)
            AND (CAST(:actor AS text) IS NULL OR actor = :actor)
            AND (CAST(:owner AS text) IS NULL OR owner = :owner)
          """;
  String OF_READER = " AND readers @> ARRAY[CAST(:reader AS text)]";
  String OF_TASK = " AND task_ids @> ARRAY[CAST(:taskId AS text)]";
  String IN_ORDER = " ORDER BY " + ORDER + " LIMIT :limit" + FITTING + ORDER;
  String CHAIN_ORDER = "number, received_at";

  void saveAll(List<EntryRow> rows);

  // One statement for each combination of filters: with an OR the planner would use no index.
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
      int limit,
      int maxBytes);

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
      int limit,
      int maxBytes);

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
      int limit,
      int maxBytes);

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
      int limit,
      int maxBytes);

  /** Continues after an entry and not after a number, because a number can be present twice. */
  @Query(
      SIZED
          + CHAIN_ORDER
          + FIRST_OF
          + """
           FROM audit.entries WHERE owner = :owner AND number <= :to
            AND (number, received_at) > (:afterNumber, :afterReceivedAt)
          """
          + " ORDER BY "
          + CHAIN_ORDER
          + " LIMIT :limit"
          + FITTING
          + CHAIN_ORDER)
  List<EntryRow> chain(
      String owner, long afterNumber, Instant afterReceivedAt, long to, int limit, int maxBytes);

  /** The first number that was received at this moment or later. */
  @Query("SELECT min(number) FROM audit.entries WHERE owner = :owner AND received_at >= :moment")
  Optional<Long> firstSince(String owner, Instant moment);

  @Query("SELECT max(number) FROM audit.entries WHERE owner = :owner")
  Optional<Long> last(String owner);
}
