package dev.perennial.usage.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/** What was reported to the outside. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface ReportRows extends GenericRepository<ReportRow, String> {

  /** The hours before this one that were rated since they were reported. */
  @Query("SELECT hour FROM usage.unreported WHERE hour < :before ORDER BY hour LIMIT :limit")
  List<Instant> hours(Instant before, int limit);

  /** The difference between what is billed of an hour and what was reported of it, by owner. */
  @Query(
      """
      SELECT owner, function, unit, sum(quantity) AS quantity FROM (
        SELECT owner, function, unit, quantity FROM usage.hours WHERE hour = :hour AND reason = ''
        UNION ALL SELECT owner, function, unit, -quantity FROM usage.reported WHERE hour = :hour) x
      GROUP BY 1, 2, 3 HAVING sum(quantity) <> 0 ORDER BY 1, 2, 3
      """)
  List<ReportRow> differences(Instant hour);

  @Query("DELETE FROM usage.reported WHERE hour = :hour")
  void deleteReported(Instant hour);

  @Query(
      """
      INSERT INTO usage.reported (hour, owner, function, unit, quantity)
      SELECT hour, owner, function, unit, sum(quantity) FROM usage.hours
      WHERE hour = :hour AND reason = '' GROUP BY 1, 2, 3, 4
      """)
  int insertReported(Instant hour);

  @Query("DELETE FROM usage.unreported WHERE hour = :hour")
  void deleteUnreported(Instant hour);
}
