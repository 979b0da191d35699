package dev.perennial.taskinsights.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements on the history of profiles. Lists are passed as JSON arrays. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ProfileRows extends GenericRepository<ProfileRow, String> {

  /**
   * Inserts a version of a profile, unless it is known, is older than the one that was filled in,
   * or the person has erased themself since.
   *
   * @return 1 if it was inserted
   */
  @Query(
      """
      INSERT INTO insights.profiles (person, version, since, zone, day_starts_at, daily_goal, weekly_goal)
      SELECT CAST(:person AS text), :version, CAST(:since AS timestamptz), CAST(:zone AS text), CAST(:dayStartsAt AS text),
        CAST(:dailyGoal AS int), CAST(:weeklyGoal AS int)
      WHERE tasks.erased_at(:person, :since) IS NULL
        AND NOT EXISTS (
          SELECT FROM insights.profiles filled
          WHERE filled.person = :person AND filled.version > :version AND filled.since < DATE '0001-01-03')
      ON CONFLICT (person, version) DO NOTHING
      """)
  int insert(
      String person,
      long version,
      Instant since,
      @Nullable String zone,
      @Nullable String dayStartsAt,
      @Nullable Integer dailyGoal,
      @Nullable Integer weeklyGoal);

  /**
   * @param people a JSON array
   */
  @Query(
      """
      SELECT p.* FROM jsonb_array_elements_text(CAST(:people AS jsonb)) AS k (person)
      CROSS JOIN LATERAL (SELECT * FROM insights.profiles WHERE person = k.person OFFSET 0) p
      ORDER BY p.person, p.since, p.version
      """)
  List<ProfileRow> of(String people);
}
