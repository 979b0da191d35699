package dev.perennial.taskinsights.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The statements on facts. Lists are passed as JSON arrays. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface FactRows extends GenericRepository<FactRow, UUID> {

  /**
   * Inserts the facts that are not known yet. A person who has erased themself since is left out of
   * them, also one who did so before as the author of the task.
   *
   * @param facts a JSON array of {@link FactRow}
   */
  @Query(
      """
      INSERT INTO insights.facts
      SELECT e.task_id, e.version, e.type, e.at,
        CASE WHEN tasks.erased_at(e.owner, e.at) IS NULL THEN e.owner END,
        CASE WHEN tasks.erased_at(e.actor, e.at) IS NULL THEN e.actor END,
        CASE WHEN tasks.erased_at(e.created_by, e.created_at) IS NULL THEN e.created_by END,
        CASE WHEN tasks.erased_at(e.assignee, e.at) IS NULL THEN e.assignee END,
        e.list_id, e.tags, e.priority, e.due_date, e.due_time, e.due_zone, e.status, e.closed_at, e.closed_zone,
        e.created_at, e.series_id, e.number, e.deleted
      FROM jsonb_to_recordset(CAST(:facts AS jsonb)) AS e (
        task_id uuid, version bigint, type text, at timestamptz, owner text, actor text, created_by text, assignee text,
        list_id uuid, tags text[], priority text, due_date date, due_time time, due_zone text, status text,
        closed_at timestamptz, closed_zone text, created_at timestamptz, series_id uuid, number int, deleted boolean)
      ON CONFLICT (task_id, version, type) DO NOTHING
      """)
  void insert(String facts);

  /**
   * The facts of these tasks.
   *
   * @param tasks a JSON array of ids
   */
  @Query(
      """
      SELECT f.* FROM jsonb_array_elements_text(CAST(:tasks AS jsonb)) AS t (id)
      CROSS JOIN LATERAL (SELECT * FROM insights.facts WHERE task_id = CAST(t.id AS uuid) OFFSET 0) f
      """)
  List<FactRow> ofTasks(String tasks);

  /** The ids of the next tasks, in their order, in whose facts this person is. */
  @Query(
      """
      SELECT task_id FROM (
        SELECT task_id FROM insights.facts WHERE owner = :person AND task_id > :after
        UNION
        SELECT task_id FROM insights.facts
        WHERE actor = :person AND actor IS DISTINCT FROM owner AND task_id > :after
        UNION
        SELECT task_id FROM insights.facts
        WHERE created_by = :person AND created_by IS DISTINCT FROM owner AND task_id > :after
        UNION
        SELECT task_id FROM insights.facts
        WHERE assignee = :person AND assignee IS DISTINCT FROM owner AND task_id > :after) t
      ORDER BY task_id LIMIT :limit
      """)
  List<UUID> tasksOf(String person, UUID after, int limit);

  /** Removes a person from the facts until their erasure, if task-api has recorded it. */
  @Query("SELECT CAST(insights.forget(:person, :reportedAt) AS text)")
  String forget(String person, Instant reportedAt);

  /** Adds what tasks and profiles say of which no fact is known; returns how many tasks. */
  @Query("SELECT insights.fill()")
  int fill();

  /**
   * Takes the locks of these keys, in one order, until the transaction ends.
   *
   * @param keys a JSON array of texts
   * @param kind two kinds of keys share no lock
   */
  @Query(
      """
      SELECT CAST(count(*) AS int) FROM (
        SELECT pg_advisory_xact_lock(:kind, h) FROM (
          SELECT DISTINCT hashtext(k) AS h FROM jsonb_array_elements_text(CAST(:keys AS jsonb)) k ORDER BY h) hashes) locks
      """)
  int lock(int kind, String keys);
}
