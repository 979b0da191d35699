package dev.perennial.usage.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Recorded invocations. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface InvocationRows extends GenericRepository<InvocationRow, UUID> {

  String PAGE =
      """
      SELECT * FROM usage.invocations WHERE started_at >= :from AND started_at < :to
        AND (started_at, instance, number) > (:afterTime, :afterInstance, :afterNumber)
        AND (CAST(:function AS text) IS NULL OR function = :function)
        AND (CAST(:trigger AS text) IS NULL OR trigger = :trigger)
      """;
  String ORDER = " ORDER BY started_at, instance, number LIMIT :limit";

  // One statement for each kind of reader: with an OR the planner would use no index.
  @Query(PAGE + " AND owner = :owner" + ORDER)
  List<InvocationRow> of(
      String owner,
      Instant from,
      Instant to,
      Instant afterTime,
      UUID afterInstance,
      long afterNumber,
      @Nullable String function,
      @Nullable String trigger,
      int limit);

  @Query(PAGE + ORDER)
  List<InvocationRow> ofEverybody(
      Instant from,
      Instant to,
      Instant afterTime,
      UUID afterInstance,
      long afterNumber,
      @Nullable String function,
      @Nullable String trigger,
      int limit);

  /**
   * The first steps of a trace.
   *
   * @param person only those that are billed to them or that they caused; null for all. What others
   *     add to the trace takes no place
   */
  @Query(
      """
      SELECT * FROM usage.invocations WHERE trace_id = :traceId
        AND (CAST(:person AS text) IS NULL OR owner = :person OR actor = :person)
      ORDER BY started_at, instance, number LIMIT :limit
      """)
  List<InvocationRow> ofTrace(String traceId, @Nullable String person, int limit);

  /**
   * The newest traces in which this event was emitted or processed, or this subject was concerned.
   * To read usage is no part of what happened to the subject.
   *
   * @param person only by steps that are billed to them or that they caused; null for all
   */
  @Query(
      """
      SELECT trace_id FROM (
        SELECT trace_id, started_at, owner, actor FROM usage.invocations WHERE event_id = :id
        UNION ALL SELECT trace_id, started_at, owner, actor FROM usage.invocations
          WHERE subject = :id AND NOT overhead) found
      WHERE CAST(:person AS text) IS NULL OR owner = :person OR actor = :person
      GROUP BY trace_id ORDER BY max(started_at) DESC LIMIT :limit
      """)
  List<String> traces(String id, @Nullable String person, int limit);
}
