package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface ToldTaskRows extends GenericRepository<ToldTaskRow, UUID> {

  /**
   * Keeps the task, and its lock, if it is newer than what is known.
   *
   * @return how many were kept: none if the same or a newer one is known
   */
  @Query(
      """
      INSERT INTO reminders.tasks AS known (task_id, list_id, meant_for, user_id, version, open, task, heard_at)
      VALUES (:taskId, :listId, :meantFor, :userId, :version, :open, :task, :heardAt)
      ON CONFLICT (task_id) DO UPDATE
        SET list_id = excluded.list_id, meant_for = excluded.meant_for, user_id = excluded.user_id,
            version = excluded.version, open = excluded.open, task = excluded.task, heard_at = excluded.heard_at
        WHERE known.version < excluded.version
      """)
  int put(
      UUID taskId,
      UUID listId,
      @Nullable String meantFor,
      @Nullable String userId,
      long version,
      boolean open,
      @Nullable String task,
      Instant heardAt);

  @Query("SELECT * FROM reminders.tasks WHERE task_id = :taskId AND user_id = :userId")
  Optional<ToldTaskRow> find(UUID taskId, String userId);

  @Query("SELECT * FROM reminders.tasks WHERE task_id = :taskId AND user_id = :userId FOR UPDATE")
  Optional<ToldTaskRow> lock(UUID taskId, String userId);

  /** Open ones of a person, in the order of their ids, which is the order of their locks. */
  @Query(
      """
      SELECT * FROM reminders.tasks WHERE user_id = :userId AND open AND task_id > :after
      ORDER BY task_id LIMIT :atMost FOR UPDATE
      """)
  List<ToldTaskRow> lockOpen(String userId, UUID after, int atMost);

  /** Takes the list's tasks from everybody but its members, and tells which those are. */
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
  List<UUID> takeFromOthers(UUID listId, List<String> members);

  /** Those of these members who are not reminded of tasks of the list that are meant for them. */
  @Query(
      """
      SELECT DISTINCT meant_for FROM reminders.tasks
      WHERE list_id = :listId AND open AND user_id IS NULL AND meant_for IN (:members)
      ORDER BY meant_for
      """)
  List<String> awaited(UUID listId, List<String> members);

  /**
   * Gives the person the list's tasks that are meant for them and are nobody's, and tells those.
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
  List<ToldTaskRow> giveBack(UUID listId, String userId);

  /** Nothing stays of the person's tasks, or those meant for them, but the newest versions. */
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
  List<UUID> forget(String userId);
}
