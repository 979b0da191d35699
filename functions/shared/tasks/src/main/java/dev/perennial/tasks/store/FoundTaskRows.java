package dev.perennial.tasks.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Pages of tasks by criteria, in one of several orders. Row-level security limits every query to
 * the rows of the transaction's user.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface FoundTaskRows extends GenericRepository<TaskRow, UUID> {

  String FOUND =
      """
      SELECT t.* FROM unnest(CASE WHEN CAST(:listId AS uuid) IS NULL THEN tasks.my_lists()
                                  ELSE ARRAY[CAST(:listId AS uuid)] END) AS list (id)
      CROSS JOIN LATERAL (
        SELECT * FROM tasks.tasks
        WHERE list_id = list.id AND deleted_at IS NULL
          AND (CAST(:tag AS text) IS NULL OR CAST(:tag AS text) = ANY (tags))
          AND (CAST(:priority AS text) IS NULL OR priority = :priority)
          AND (CAST(:assignee AS text) IS NULL OR assignee = :assignee)
          AND (CAST(:earliest AS timestamp) IS NULL OR (
            due_key >= CAST(:earliest AS timestamp) AND due_key < CAST(:tooLate AS timestamp)))
      """
          // A task that is due all day is overdue on the next. A time has no colons, which would
          // start a parameter.
          + """
            AND (CAST(:zones AS text) IS NULL OR (
              completed_at IS NULL AND skipped_at IS NULL
              AND due_date + coalesce(due_time, time '240000') <= (
                SELECT zone.now FROM unnest(string_to_array(:zones, ','),
                    CAST(string_to_array(:times, ',') AS timestamp[])) AS zone (name, now)
                WHERE zone.name = coalesce(due_zone, 'none'))))
          """;

  // One statement for the open tasks: with an OR the planner does not use their indexes.
  String OPEN = " AND completed_at IS NULL AND skipped_at IS NULL ";
  String ANY_STATUS = " AND (CAST(:completed AS boolean) IS NOT TRUE OR completed_at IS NOT NULL) ";

  // Limits each list to one page before merging.
  String BY_CREATION =
      " AND (created_at, id) > (:createdAt, :id) ORDER BY created_at, id LIMIT :limit) t"
          + " ORDER BY t.created_at, t.id LIMIT :limit";
  String BY_DUE =
      " AND (due_key, created_at, id) > (CAST(:key AS timestamp), :createdAt, :id)"
          + " ORDER BY due_key, created_at, id LIMIT :limit) t"
          + " ORDER BY t.due_key, t.created_at, t.id LIMIT :limit";
  String BY_PRIORITY =
      " AND (priority_key, created_at, id) > (CAST(:key AS integer), :createdAt, :id)"
          + " ORDER BY priority_key, created_at, id LIMIT :limit) t"
          + " ORDER BY t.priority_key, t.created_at, t.id LIMIT :limit";

  /** The zones in which open tasks are due, and "none" for tasks without one. */
  @Query(
      """
      SELECT DISTINCT coalesce(due_zone, 'none') FROM tasks.tasks
      WHERE (CAST(:listId AS uuid) IS NULL OR list_id = :listId) AND deleted_at IS NULL
        AND completed_at IS NULL AND skipped_at IS NULL AND due_date IS NOT NULL
      """)
  List<String> dueZones(@Nullable UUID listId);

  @Query(FOUND + OPEN + BY_CREATION)
  List<TaskRow> openByCreation(
      @Nullable UUID listId,
      @Nullable String tag,
      @Nullable String priority,
      @Nullable String assignee,
      @Nullable String earliest,
      @Nullable String tooLate,
      @Nullable String zones,
      @Nullable String times,
      Instant createdAt,
      UUID id,
      int limit);

  @Query(FOUND + ANY_STATUS + BY_CREATION)
  List<TaskRow> anyByCreation(
      @Nullable UUID listId,
      @Nullable String tag,
      @Nullable String priority,
      @Nullable String assignee,
      @Nullable String earliest,
      @Nullable String tooLate,
      @Nullable String zones,
      @Nullable String times,
      boolean completed,
      Instant createdAt,
      UUID id,
      int limit);

  @Query(FOUND + OPEN + BY_DUE)
  List<TaskRow> openByDue(
      @Nullable UUID listId,
      @Nullable String tag,
      @Nullable String priority,
      @Nullable String assignee,
      @Nullable String earliest,
      @Nullable String tooLate,
      @Nullable String zones,
      @Nullable String times,
      String key,
      Instant createdAt,
      UUID id,
      int limit);

  @Query(FOUND + ANY_STATUS + BY_DUE)
  List<TaskRow> anyByDue(
      @Nullable UUID listId,
      @Nullable String tag,
      @Nullable String priority,
      @Nullable String assignee,
      @Nullable String earliest,
      @Nullable String tooLate,
      @Nullable String zones,
      @Nullable String times,
      boolean completed,
      String key,
      Instant createdAt,
      UUID id,
      int limit);

  @Query(FOUND + OPEN + BY_PRIORITY)
  List<TaskRow> openByPriority(
      @Nullable UUID listId,
      @Nullable String tag,
      @Nullable String priority,
      @Nullable String assignee,
      @Nullable String earliest,
      @Nullable String tooLate,
      @Nullable String zones,
      @Nullable String times,
      String key,
      Instant createdAt,
      UUID id,
      int limit);

  @Query(FOUND + ANY_STATUS + BY_PRIORITY)
  List<TaskRow> anyByPriority(
      @Nullable UUID listId,
      @Nullable String tag,
      @Nullable String priority,
      @Nullable String assignee,
      @Nullable String earliest,
      @Nullable String tooLate,
      @Nullable String zones,
      @Nullable String times,
      boolean completed,
      String key,
      Instant createdAt,
      UUID id,
      int limit);

  /**
   * The ids of tasks with these words, in the order of the page.
   *
   * @param words separated by blanks
   */
  @Query(
      """
      SELECT tasks.search(
        CAST(:listId AS uuid), CAST(:words AS text), CAST(:status AS text), CAST(:tag AS text), CAST(:priority AS text),
        CAST(:assignee AS text), CAST(:earliest AS timestamp), CAST(:tooLate AS timestamp), string_to_array(:zones, ','),
        CAST(string_to_array(:times, ',') AS timestamp[]), CAST(:sort AS text), CAST(:key AS text),
        CAST(:createdAt AS timestamptz), CAST(:id AS uuid), CAST(:limit AS integer))
      """)
  List<UUID> search(
      @Nullable UUID listId,
      String words,
      String status,
      @Nullable String tag,
      @Nullable String priority,
      @Nullable String assignee,
      @Nullable String earliest,
      @Nullable String tooLate,
      @Nullable String zones,
      @Nullable String times,
      String sort,
      String key,
      Instant createdAt,
      UUID id,
      int limit);

  /**
   * The tasks with these ids that are not deleted, in any order.
   *
   * @param ids separated by commas
   */
  @Query(
      """
      SELECT * FROM tasks.tasks
      WHERE id = ANY (CAST(string_to_array(:ids, ',') AS uuid[])) AND deleted_at IS NULL
      """)
  List<TaskRow> findAll(String ids);
}
