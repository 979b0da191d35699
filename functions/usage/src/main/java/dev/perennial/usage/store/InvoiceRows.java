package dev.perennial.usage.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;

/**
 * Quantities of months. A month is the text of its first day, such as {@code 2026-11-01}, in UTC.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface InvoiceRows extends GenericRepository<LineRow, String> {

  /** Hours of these months with the instant whose prices count. */
  String RATED =
      """
      SELECT CAST(CAST(date_trunc('month', hour, 'UTC') AT TIME ZONE 'UTC' AS date) AS text) AS of_month,
        owner, function, reason,
        coalesce((SELECT max(c) FROM unnest(CAST(:changes AS timestamptz[])) c WHERE c <= h.since),
          to_timestamp(946684800)) AS since, unit, quantity
      FROM usage.hours h
      WHERE hour >= CAST(:from AS timestamp) AT TIME ZONE 'UTC' AND hour < CAST(:to AS timestamp) AT TIME ZONE 'UTC'
      """;

  String FROZEN =
      """
      SELECT CAST(of_month AS text) AS of_month, owner, function, reason, since, unit, -quantity
      FROM usage.frozen_lines WHERE of_month >= CAST(:from AS date) AND of_month < CAST(:to AS date)
      """;

  String BEGIN = "SELECT of_month, function, reason, since, unit, sum(quantity) AS quantity FROM (";
  String END = ") x GROUP BY 1, 2, 3, 4, 5 HAVING sum(quantity) <> 0 ORDER BY 1, 2, 3, 4, 5";

  @Query(BEGIN + RATED + " AND owner = :owner" + END)
  List<LineRow> rated(String owner, String from, String to, String changes);

  @Query(BEGIN + RATED + END)
  List<LineRow> ratedOfEverybody(String from, String to, String changes);

  /** What was rated of these months after they were frozen: the difference to what they have. */
  @Query(BEGIN + RATED + " AND owner = :owner UNION ALL " + FROZEN + " AND owner = :owner" + END)
  List<LineRow> late(String owner, String from, String to, String changes);

  @Query(BEGIN + RATED + " UNION ALL " + FROZEN + END)
  List<LineRow> lateOfEverybody(String from, String to, String changes);

  String OF_FROZEN =
      """
      SELECT CAST(of_month AS text) AS of_month, function, reason, since, unit, sum(quantity) AS quantity
      FROM usage.frozen_lines WHERE month = CAST(:month AS date)
      """;
  String IN_ORDER = " GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5";

  @Query(OF_FROZEN + " AND owner = :owner" + IN_ORDER)
  List<LineRow> frozen(String owner, String month);

  @Query(OF_FROZEN + IN_ORDER)
  List<LineRow> frozenOfEverybody(String month);

  /**
   * Copies what is rated of a month, and what was rated of the months before it since they were
   * frozen.
   */
  @Query(
      """
      INSERT INTO usage.frozen_lines (month, of_month, owner, function, reason, since, unit, quantity)
      SELECT CAST(:month AS date), CAST(of_month AS date), owner, function, reason, since, unit, sum(quantity)
      FROM (
      """
          + RATED
          + " UNION ALL "
          + FROZEN
          + ") x GROUP BY 2, 3, 4, 5, 6, 7 HAVING sum(quantity) <> 0")
  int freezeLines(String month, String from, String to, String changes);

  @Query(
      "INSERT INTO usage.frozen_months (month, frozen_at, books) VALUES (CAST(:month AS date),"
          + " now(), :books)")
  int freezeMonth(String month, String books);

  @Query(
      "SELECT CAST(month AS text) AS month, frozen_at, books FROM usage.frozen_months WHERE month ="
          + " CAST(:month AS date)")
  Optional<MonthRow> month(String month);

  /** The months that have usage, the newest first. */
  @Query(
      """
      SELECT CAST(m AS text) AS month, f.frozen_at, NULL AS books FROM (
        SELECT DISTINCT CAST(date_trunc('month', hour, 'UTC') AT TIME ZONE 'UTC' AS date) AS m
        FROM usage.hours WHERE owner = :owner
        UNION SELECT month FROM usage.frozen_lines WHERE owner = :owner) x
      LEFT JOIN usage.frozen_months f ON f.month = m ORDER BY m DESC
      """)
  List<MonthRow> months(String owner);

  @Query(
      """
      SELECT CAST(m AS text) AS month, f.frozen_at, NULL AS books FROM (
        SELECT DISTINCT CAST(date_trunc('month', hour, 'UTC') AT TIME ZONE 'UTC' AS date) AS m FROM usage.hours
        UNION SELECT month FROM usage.frozen_months) x
      LEFT JOIN usage.frozen_months f ON f.month = m ORDER BY m DESC
      """)
  List<MonthRow> monthsOfEverybody();
}
