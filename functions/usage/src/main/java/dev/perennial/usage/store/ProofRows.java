package dev.perennial.usage.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

/**
 * What the instances that started in a month used in their whole life, from counters that they
 * keep, beside what was recorded of their invocations.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface ProofRows extends GenericRepository<ProofRow, String> {

  /**
   * The life of an instance ends with its last batch. A clock that was set back makes it no shorter
   * than its start and its active time.
   */
  String PROOF =
      """
      WITH lives AS (
        SELECT i.instance, i.memory_mib, i.startup_cpu_us, b.last_number, b.active_us, b.active_cpu_us, b.cpu_us,
          s.startup_us, greatest(CAST(extract(epoch FROM b.written_at - i.started_at) * 1000000 AS numeric(30)),
            s.startup_us + b.active_us) AS life_us
        FROM usage.instances i
        CROSS JOIN LATERAL (SELECT greatest(
          CAST(extract(epoch FROM i.ready_at - i.started_at) * 1000000 AS numeric(30)), 0) AS startup_us) s
        CROSS JOIN LATERAL (SELECT * FROM usage.batches b WHERE b.instance = i.instance
          ORDER BY b.batch DESC LIMIT 1) b
        WHERE i.started_at >= CAST(:from AS timestamp) AT TIME ZONE 'UTC'
          AND i.started_at < CAST(:to AS timestamp) AT TIME ZONE 'UTC'),
      recorded AS (
        SELECT v.instance, count(*) AS records, sum(v.active_us) AS active_us, sum(v.cpu_us) AS cpu_us,
          coalesce(sum(v.active_us) FILTER (WHERE v.started_at < CAST(:from AS timestamp) AT TIME ZONE 'UTC'
            OR v.started_at >= CAST(:to AS timestamp) AT TIME ZONE 'UTC'), 0) AS other_active_us,
          coalesce(sum(v.cpu_us) FILTER (WHERE v.started_at < CAST(:from AS timestamp) AT TIME ZONE 'UTC'
            OR v.started_at >= CAST(:to AS timestamp) AT TIME ZONE 'UTC'), 0) AS other_cpu_us
        FROM usage.invocations v WHERE v.instance IN (SELECT instance FROM lives) GROUP BY v.instance),
      sums AS (
        SELECT l.*, coalesce(r.records, 0) AS records, coalesce(r.active_us, 0) AS recorded_us,
          coalesce(r.cpu_us, 0) AS recorded_cpu_us, coalesce(r.other_active_us, 0) AS other_active_us,
          coalesce(r.other_cpu_us, 0) AS other_cpu_us
        FROM lives l LEFT JOIN recorded r USING (instance)),
      others AS (
        SELECT coalesce(sum(CAST(v.active_us AS numeric) * v.memory_mib), 0) AS mib_us,
          coalesce(sum(v.cpu_us), 0) AS cpu_us
        FROM usage.invocations v
        WHERE v.started_at >= CAST(:from AS timestamp) AT TIME ZONE 'UTC'
          AND v.started_at < CAST(:to AS timestamp) AT TIME ZONE 'UTC'
          AND v.instance NOT IN (SELECT instance FROM lives))
      SELECT item, unit, coalesce(sum(quantity), 0) AS quantity FROM (
        SELECT x.item, x.unit, x.quantity FROM sums s CROSS JOIN LATERAL (VALUES
          ('instances', 'count', CAST(1 AS numeric)),
          ('missing', 'count', greatest(s.last_number - s.records, 0)),
          ('life', 'mib_us', s.life_us * s.memory_mib),
          ('startup', 'mib_us', s.startup_us * s.memory_mib),
          ('idle', 'mib_us', (s.life_us - s.startup_us - s.active_us) * s.memory_mib),
          ('recorded', 'mib_us', s.recorded_us * s.memory_mib),
          ('unmetered', 'mib_us', greatest(s.active_us - s.recorded_us, 0) * s.memory_mib),
          ('otherMonths', 'mib_us', s.other_active_us * s.memory_mib),
          ('life', 'cpu_us', s.startup_cpu_us + greatest(s.cpu_us, s.active_cpu_us)),
          ('startup', 'cpu_us', s.startup_cpu_us),
          ('idle', 'cpu_us', greatest(s.cpu_us - s.active_cpu_us, 0)),
          ('recorded', 'cpu_us', s.recorded_cpu_us),
          ('unmetered', 'cpu_us', greatest(s.active_cpu_us - s.recorded_cpu_us, 0)),
          ('otherMonths', 'cpu_us', s.other_cpu_us)) x (item, unit, quantity)
        UNION ALL SELECT 'otherInstances', 'mib_us', mib_us FROM others
        UNION ALL SELECT 'otherInstances', 'cpu_us', cpu_us FROM others
        UNION ALL SELECT 'records', 'count', count(*) FROM usage.invocations
          WHERE started_at >= CAST(:from AS timestamp) AT TIME ZONE 'UTC'
            AND started_at < CAST(:to AS timestamp) AT TIME ZONE 'UTC') y
      GROUP BY item, unit
      """;

  @Query(PROOF)
  List<ProofRow> proof(String from, String to);

  /** Keeps the proof of a month, because the records are dropped. */
  @Query(
      "INSERT INTO usage.frozen_proofs (item, unit, quantity, month) SELECT p.*, CAST(:from AS"
          + " date) FROM ("
          + PROOF
          + ") p")
  int freeze(String from, String to);

  @Query("SELECT item, unit, quantity FROM usage.frozen_proofs WHERE month = CAST(:month AS date)")
  List<ProofRow> frozen(String month);
}
