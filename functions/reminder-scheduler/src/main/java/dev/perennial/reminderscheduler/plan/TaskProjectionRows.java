package dev.perennial.reminderscheduler.plan;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The projection of tasks. Statements that lock several rows lock them in the order of their ids.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface TaskProjectionRows extends GenericRepository<TaskProjectionRow, UUID> {

  /**
   * Stores and locks the task, if this version is newer than the stored one.
   *
   * @return 1, or 0 if the stored version is the same or newer
   */
  @Query(
      """
      INSERT INTO reminders.tasks AS known (task_id, list_id, meant_for, user_id, version, open, task, received_at)
      VALUES (:taskId, :listId, :meantFor, :userId, :version, :open, :task, :receivedAt)
      ON CONFLICT (task_id) DO UPDATE
        SET list_id = excluded.list_id, meant_for = excluded.meant_for, user_id = excluded.user_id,
            version = excluded.version, open = excluded.open, task = excluded.task, received_at = excluded.received_at
        WHERE known.version < excluded.version
      """)
  int putIfNewer(
      UUID taskId,
      UUID listId,
      @Nullable String meantFor,
      @Nullable String userId,
      long version,
      boolean open,
      @Nullable String task,
      Instant receivedAt);

  /**
   * Whether the person may see the task: the members of its list may. Before the first sharing
   * event of the list only the person who is reminded may.
   */
  @Query(
      """
      SELECT EXISTS (
        SELECT FROM reminders.tasks t
        LEFT JOIN reminders.lists l ON l.list_id = t.list_id AND l.version > 0
        WHERE t.task_id = :taskId AND (t.task IS NOT NULL OR t.user_id = :userId)
          AND CASE WHEN l.list_id IS NULL THEN t.user_id = :userId ELSE :userId = ANY (l.members) END)
      """)
  boolean isVisible(UUID taskId, String userId);

  @Query("SELECT * FROM reminders.tasks WHERE task_id = :taskId AND user_id = :userId FOR UPDATE")
  Optional<TaskProjectionRow> lock(UUID taskId, String userId);

  /** Locks the open tasks of a person with an id greater than {@code after}. */
  @Query(
      """
      SELECT * FROM reminders.tasks WHERE user_id = :userId AND open AND task_id > :after
      ORDER BY task_id LIMIT :atMost FOR UPDATE
      """)
  List<TaskProjectionRow> lockOpen(String userId, UUID after, int atMost);

  /**
   * Stops reminding everybody who is not a member of the list.
   *
   * @return the tasks that no person is reminded of any longer
   */
  @Query(
      """
      WITH theirs AS (
        SELECT task_id FROM reminders.tasks
        WHERE list_id = :listId AND open AND user_id NOT IN (:members)
        ORDER BY task_id FOR UPDATE
      )
      UPDATE reminders.tasks t SET user_id = NULL FROM theirs WHERE t.task_id = theirs.task_id
      RETURNING t.task_id
      """)
  List<UUID> unassignFromNonMembers(UUID listId, List<String> members);

  /** The members for whom tasks of the list are meant that no person is reminded of. */
  @Query(
      """
      SELECT DISTINCT meant_for FROM reminders.tasks
      WHERE list_id = :listId AND open AND user_id IS NULL AND meant_for IN (:members)
      ORDER BY meant_for
      """)
  List<String> membersToReassign(UUID listId, List<String> members);

  /**
   * Reminds the person of the list's tasks that are meant for them and that no person is reminded
   * of.
   *
   * @return these tasks
   */
  @Query(
      """
      WITH theirs AS (
        SELECT task_id FROM reminders.tasks
        WHERE list_id = :listId AND open AND user_id IS NULL AND meant_for = :userId
        ORDER BY task_id FOR UPDATE
      )
      UPDATE reminders.tasks t SET user_id = :userId FROM theirs WHERE t.task_id = theirs.task_id
      RETURNING t.*
      """)
  List<TaskProjectionRow> reassign(UUID listId, String userId);

  /**
   * Erases the tasks of the person and those meant for them; only ids and versions remain.
   *
   * @return these tasks
   */
  @Query(
      """
      WITH theirs AS (
        SELECT task_id FROM reminders.tasks
        WHERE user_id = :userId OR user_id IS NULL AND meant_for = :userId
        ORDER BY task_id FOR UPDATE
      )
      UPDATE reminders.tasks t SET user_id = NULL, meant_for = NULL, open = false, task = NULL
      FROM theirs WHERE t.task_id = theirs.task_id
      RETURNING t.task_id
      """)
  List<UUID> eraseOf(String userId);
}
