package dev.perennial.usage.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

/** Sums of rated hours that are billed. One statement for each kind of reader, for its index. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface UsageRows extends GenericRepository<UsageRow, String> {

  String BEGIN =
      """
      SELECT key, part AS since, unit, sum(quantity) AS quantity FROM (
        SELECT unit, quantity,
          coalesce((SELECT max(c) FROM unnest(CAST(:changes AS timestamptz[])) c WHERE c <= h.since),
            to_timestamp(946684800)) AS part,
          CASE CAST(:grouping AS text)
            WHEN 'function' THEN function
            WHEN 'trigger' THEN trigger
            WHEN 'list' THEN list_id
            WHEN 'hour' THEN CAST(CAST(extract(epoch FROM hour) AS bigint) AS text)
            WHEN 'day' THEN CAST(CAST(extract(epoch FROM date_trunc('day', hour, 'UTC')) AS bigint) AS text)
          END AS key
        FROM usage.hours h WHERE reason = '' AND hour >= :from AND hour < :to
      """;
  String END = ") summed GROUP BY key, part, unit ORDER BY key, part, unit";

  @Query(BEGIN + " AND owner = :owner" + END)
  List<UsageRow> of(String owner, Instant from, Instant to, String grouping, String changes);

  @Query(BEGIN + END)
  List<UsageRow> ofEverybody(Instant from, Instant to, String grouping, String changes);
}
