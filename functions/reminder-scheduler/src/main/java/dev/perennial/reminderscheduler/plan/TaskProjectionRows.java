package dev.perennial.reminderscheduler.plan;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The projection of tasks. Statements that lock several rows lock them in the order of their ids.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface TaskProjectionRows extends GenericRepository<TaskProjectionRow, UUID> {

  /**
   * Locks these tasks in the order of their ids, and stores those whose version is newer than the
   * stored one.
   *
   * @param rows a JSON array of objects with the columns; no task twice
   * @return the ids of the tasks that were stored
   */
  @Query(
      """
      WITH put AS (
        INSERT INTO reminders.tasks AS known (task_id, list_id, meant_for, user_id, version, open, task, received_at)
        SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (
          task_id uuid, list_id uuid, meant_for text, user_id text, version bigint, open boolean, task text,
          received_at timestamptz)
        ORDER BY task_id
        ON CONFLICT (task_id) DO UPDATE
          SET list_id = excluded.list_id, meant_for = excluded.meant_for, user_id = excluded.user_id,
              version = excluded.version, open = excluded.open, task = excluded.task, received_at = excluded.received_at
          WHERE known.version < excluded.version
        RETURNING task_id
      )
      SELECT task_id FROM put
      """)
  List<UUID> putNewer(String rows);

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
      WITH locked_tasks AS (
        SELECT task_id FROM reminders.tasks
        WHERE list_id = :listId AND open AND user_id NOT IN (:members)
        ORDER BY task_id FOR UPDATE
      )
      UPDATE reminders.tasks t SET user_id = NULL FROM locked_tasks WHERE t.task_id = locked_tasks.task_id
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
      WITH locked_tasks AS (
        SELECT task_id FROM reminders.tasks
        WHERE list_id = :listId AND open AND user_id IS NULL AND meant_for = :userId
        ORDER BY task_id FOR UPDATE
      )
      UPDATE reminders.tasks t SET user_id = :userId FROM locked_tasks WHERE t.task_id = locked_tasks.task_id
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
      WITH locked_tasks AS (
        SELECT task_id FROM reminders.tasks
        WHERE user_id = :userId OR user_id IS NULL AND meant_for = :userId
        ORDER BY task_id FOR UPDATE
      )
      UPDATE reminders.tasks t SET user_id = NULL, meant_for = NULL, open = false, task = NULL
      FROM locked_tasks WHERE t.task_id = locked_tasks.task_id
      RETURNING t.task_id
      """)
  List<UUID> eraseOf(String userId);
}
