package dev.perennial.taskinsights.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** The statements that read figures. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface FigureRows extends GenericRepository<FiguresRow, String> {

  /**
   * The figures of the days from {@code first} to {@code last}, both included, in the order of the
   * keys. Without a join: the plan that Postgres keeps for all periods had nested loops, which took
   * 0.2 s for a year by day.
   *
   * @param dimension a dimension of {@code insights.days}
   * @param format of the day as the key, as {@code to_char} takes it; empty for the key of the
   *     dimension
   * @param today days before it are over
   */
  @Query(
      """
      WITH b AS MATERIALIZED (
        SELECT CASE WHEN :format = '' THEN key ELSE to_char(day, :format) END COLLATE "C" AS k, * FROM insights.days
        WHERE person = :person AND dimension = :dimension AND day BETWEEN :first AND :last
      ), parts AS (
        SELECT k, created, completed, on_time, cardinality(late_seconds) AS late, due_done,
          CASE WHEN day < :today THEN due_open ELSE 0 END AS due_missed, CAST(NULL AS bigint) AS s, CAST(NULL AS bigint) AS l
        FROM b
        UNION ALL SELECT k, 0, 0, 0, 0, 0, 0, unnest(seconds), NULL FROM b WHERE completed > 0
        UNION ALL SELECT k, 0, 0, 0, 0, 0, 0, NULL, unnest(late_seconds) FROM b WHERE cardinality(late_seconds) > 0
      )
      SELECT key, created, completed, on_time, late, due_completed, due_missed,
        took[1] AS seconds_p50, took[2] AS seconds_p90, lateness[1] AS late_p50, lateness[2] AS late_p90
      FROM (
        SELECT k AS key, sum(created) AS created, sum(completed) AS completed, sum(on_time) AS on_time, sum(late) AS late,
          sum(due_done) AS due_completed, sum(due_missed) AS due_missed,
          percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY s) AS took,
          percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY l) AS lateness
        FROM parts GROUP BY k) g
      ORDER BY key
      """)
  List<FiguresRow> figures(
      String person,
      String dimension,
      String format,
      LocalDate first,
      LocalDate last,
      LocalDate today);

  @Query(
      """
      SELECT count(*) AS count, min(overdue_from) AS oldest,
        percentile_disc(0.5) WITHIN GROUP (ORDER BY overdue_from) AS median
      FROM insights.entries
      WHERE person = :person AND kind = 'DUE' AND status = 'OPEN' AND overdue_from <= :now
      """)
  OverdueRow overdue(String person, Instant now);

  @Query(
      """
      SELECT day, completed FROM insights.days
      WHERE person = :person AND dimension = 'all' AND key = '' AND completed > 0 AND day BETWEEN :first AND :last
      """)
  List<CompletedRow> completed(String person, LocalDate first, LocalDate last);

  /**
   * The series with an occurrence that was due in the period and is completed or missed; those with
   * most of them first. Skipped occurrences count in nothing.
   */
  @Query(
      """
      WITH over AS (
        SELECT series_id, number, day, status = 'COMPLETED' AS done, coalesce(closed_day <= day, false) AS kept
        FROM insights.entries
        WHERE person = :person AND kind = 'DUE' AND series_id IS NOT NULL
          AND (status = 'COMPLETED' OR (status = 'OPEN' AND day < :today))
      ), marked AS (
        SELECT *, max(number) FILTER (WHERE NOT kept) OVER (PARTITION BY series_id) AS broken FROM over
      )
      SELECT series_id, due, completed, kept, streak, count(*) OVER () AS total FROM (
        SELECT series_id,
          count(*) FILTER (WHERE day BETWEEN :first AND :last) AS due,
          count(*) FILTER (WHERE day BETWEEN :first AND :last AND done) AS completed,
          count(*) FILTER (WHERE day BETWEEN :first AND :last AND kept) AS kept,
          count(*) FILTER (WHERE broken IS NULL OR number > broken) AS streak
        FROM marked GROUP BY series_id) s
      WHERE due > 0 ORDER BY due DESC, series_id LIMIT :limit
      """)
  List<SeriesRow> series(
      String person, LocalDate first, LocalDate last, LocalDate today, int limit);
}
