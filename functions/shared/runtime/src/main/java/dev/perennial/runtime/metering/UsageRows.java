package dev.perennial.runtime.metering;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The statements that add to the records of the own function. A row that is there already stays: an
 * insert whose commit was not confirmed is repeated.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface UsageRows extends GenericRepository<UsageRow, UUID> {

  /**
   * @param revision empty if there is none
   */
  @Query(
      """
      INSERT INTO usage.instances (instance, revision, started_at, ready_at, startup_cpu_us, memory_mib)
      VALUES (:instance, nullif(:revision, ''), :startedAt, :readyAt, :startupCpuMicros, :memoryMib)
      ON CONFLICT DO NOTHING
      """)
  void insertInstance(
      UUID instance,
      String revision,
      Instant startedAt,
      Instant readyAt,
      long startupCpuMicros,
      int memoryMib);

  @Query(
      """
      INSERT INTO usage.batches (instance, batch, written_at, last_number, active_us, active_cpu_us, cpu_us, final)
      VALUES (:instance, :batch, :writtenAt, :lastNumber, :activeMicros, :activeCpuMicros, :cpuMicros, :isFinal)
      ON CONFLICT DO NOTHING
      """)
  void insertBatch(
      UUID instance,
      int batch,
      Instant writtenAt,
      long lastNumber,
      long activeMicros,
      long activeCpuMicros,
      long cpuMicros,
      boolean isFinal);

  /**
   * @param coldStartMicros the time that the first invocation has waited for the process
   * @param records a JSON array of {@link InvocationRecord}
   */
  @Query(
      """
      INSERT INTO usage.invocations (
        day, instance, number, trigger, name, owner, actor, list_id, event_source, event_id, event_time, subject,
        trace_id, span_id, parent_span_id, attempt, outcome, status, started_at, wall_us, active_us, cpu_us,
        cold_start_us, memory_mib, bytes_in, bytes_out, events_out, event_bytes_out, mails, pushes, stream_ms, overhead)
      SELECT
        CAST("startedAt" AT TIME ZONE 'UTC' AS date), :instance, number, trigger, name, owner, actor, "listId",
        "eventSource", "eventId", "eventTime", subject, "traceId", "spanId", "parentSpanId", attempt, outcome, status,
        "startedAt", "wallMicros", "activeMicros", "cpuMicros", CASE number WHEN 1 THEN :coldStartMicros ELSE 0 END,
        :memoryMib, "bytesIn", "bytesOut", "eventsOut", "eventBytesOut", mails, pushes, "streamMillis", overhead
      FROM json_to_recordset(CAST(:records AS json)) AS r (
        number bigint, trigger text, name text, owner text, actor text, "listId" text, "eventSource" text,
        "eventId" text, "eventTime" timestamptz, subject text, "traceId" text, "spanId" text, "parentSpanId" text,
        attempt integer, outcome text, status integer, "startedAt" timestamptz, "wallMicros" bigint,
        "activeMicros" bigint, "cpuMicros" bigint, "bytesIn" bigint, "bytesOut" bigint, "eventsOut" integer,
        "eventBytesOut" bigint, mails integer, pushes integer, "streamMillis" bigint, overhead boolean)
      ON CONFLICT DO NOTHING
      """)
  void insertInvocations(UUID instance, long coldStartMicros, int memoryMib, String records);

  /** The people whose budgets have to be looked at, because of these records or others. */
  @Query("SELECT person FROM usage.take_due_budgets()")
  List<String> takeDueBudgets();
}
