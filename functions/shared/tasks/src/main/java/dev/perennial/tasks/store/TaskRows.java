package dev.perennial.tasks.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Row-level security limits every query to the rows of the transaction's user. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface TaskRows extends GenericRepository<TaskRow, UUID> {

  String PAGE =
      """
      SELECT t.* FROM unnest(CASE WHEN CAST(:listId AS uuid) IS NULL THEN tasks.my_lists()
                                  ELSE ARRAY[CAST(:listId AS uuid)] END) AS list (id)
      CROSS JOIN LATERAL (
        SELECT * FROM tasks.tasks
        WHERE list_id = list.id AND deleted_at IS NULL AND (created_at, id) > (:createdAt, :id)
      """;
  // Limits each list to one page before merging.
  String IN_ORDER =
      """
        ORDER BY created_at, id LIMIT :limit
      ) t
      ORDER BY t.created_at, t.id LIMIT :limit
      """;

  @Query("SELECT * FROM tasks.tasks WHERE id = :id")
  Optional<TaskRow> find(UUID id);

  @Query("SELECT * FROM tasks.tasks WHERE id = :id FOR UPDATE")
  Optional<TaskRow> lock(UUID id);

  /** The task that this one's closing created, deleted or not, unless it was taken back. */
  @Query(
      """
      SELECT * FROM tasks.tasks WHERE previous_id = :id AND deletion IS DISTINCT FROM 'REOPENED' FOR UPDATE
      """)
  Optional<TaskRow> lockNext(UUID id);

  /**
   * Locks these tasks in the order of their creation, in which the tasks of a list are locked.
   *
   * @param ids separated by commas
   */
  @Query(
      """
      SELECT * FROM tasks.tasks WHERE id = ANY (CAST(string_to_array(:ids, ',') AS uuid[]))
      ORDER BY created_at, id FOR UPDATE
      """)
  List<TaskRow> lockAll(String ids);

  /**
   * Locks the tasks that {@link #lockNext} finds for each of the closed ones, and the tasks with
   * the ids of their next occurrences.
   *
   * @param closed ids, separated by commas
   * @param next ids, separated by commas
   */
  @Query(
      """
      SELECT * FROM tasks.tasks
      WHERE (previous_id = ANY (CAST(string_to_array(:closed, ',') AS uuid[])) AND deletion IS DISTINCT FROM 'REOPENED')
        OR id = ANY (CAST(string_to_array(:next, ',') AS uuid[]))
      ORDER BY created_at, id FOR UPDATE
      """)
  List<TaskRow> lockNextOrTaken(String closed, String next);

  @Query(
      """
      SELECT * FROM tasks.tasks
      WHERE series_id = :seriesId AND deleted_at IS NULL AND completed_at IS NULL AND skipped_at IS NULL
      ORDER BY number DESC LIMIT 1 FOR UPDATE
      """)
  Optional<TaskRow> lockOpen(UUID seriesId);

  /** The open occurrences and the last one, deleted or not. */
  @Query(
      """
      SELECT * FROM tasks.tasks
      WHERE series_id = :seriesId AND deletion IS DISTINCT FROM 'REOPENED'
        AND ((deleted_at IS NULL AND completed_at IS NULL AND skipped_at IS NULL)
          OR number = (SELECT max(number) FROM tasks.tasks
                       WHERE series_id = :seriesId AND deletion IS DISTINCT FROM 'REOPENED'))
      ORDER BY number FOR UPDATE
      """)
  List<TaskRow> lockOpenAndLast(UUID seriesId);

  /** The last occurrence, deleted or not: a deleted one shows that the series has ended. */
  @Query(
      """
      SELECT * FROM tasks.tasks WHERE series_id = :seriesId AND deletion IS DISTINCT FROM 'REOPENED'
      ORDER BY number DESC LIMIT 1
      """)
  Optional<TaskRow> lastOfSeries(UUID seriesId);

  @Query(
      """
      SELECT * FROM tasks.tasks
      WHERE series_id = :seriesId AND deleted_at IS NULL AND (created_at, id) > (:createdAt, :id)
      ORDER BY created_at, id LIMIT :limit
      """)
  List<TaskRow> seriesPage(UUID seriesId, Instant createdAt, UUID id, int limit);

  // One statement per filter: with an OR the planner does not use the index of the open tasks.
  @Query(PAGE + IN_ORDER)
  List<TaskRow> page(@Nullable UUID listId, Instant createdAt, UUID id, int limit);

  @Query(PAGE + " AND completed_at IS NULL AND skipped_at IS NULL" + IN_ORDER)
  List<TaskRow> openPage(@Nullable UUID listId, Instant createdAt, UUID id, int limit);

  @Query(PAGE + " AND completed_at IS NOT NULL" + IN_ORDER)
  List<TaskRow> completedPage(@Nullable UUID listId, Instant createdAt, UUID id, int limit);

  @Query(
      """
      SELECT * FROM tasks.tasks WHERE list_id = :listId AND deleted_at IS NULL
      ORDER BY created_at, id LIMIT :limit FOR UPDATE
      """)
  List<TaskRow> lockOfList(UUID listId, int limit);

  @Query(
      """
      SELECT * FROM tasks.tasks WHERE list_id = :listId AND deleted_at IS NULL AND assignee = :assignee
      ORDER BY created_at, id LIMIT :limit FOR UPDATE
      """)
  List<TaskRow> lockOfAssignee(UUID listId, String assignee, int limit);

  void save(TaskRow row);

  void saveAll(List<TaskRow> rows);

  void update(TaskRow row);

  void updateAll(List<TaskRow> rows);
}
