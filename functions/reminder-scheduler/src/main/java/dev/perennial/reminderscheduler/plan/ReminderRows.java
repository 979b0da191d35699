package dev.perennial.reminderscheduler.plan;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reminders, planned and past. */
@JdbcRepository(dialect = Dialect.POSTGRES)
public interface ReminderRows extends GenericRepository<ReminderRow, UUID> {

  /**
   * Locks the reminders of these tasks in the order of their ids.
   *
   * @param taskIds separated by commas
   */
  @Query(
      """
      SELECT * FROM reminders.reminders WHERE task_id = ANY (CAST(string_to_array(:taskIds, ',') AS uuid[]))
      ORDER BY id FOR UPDATE
      """)
  List<ReminderRow> lockOfTasks(String taskIds);

  /** As {@link #lockOfTasks(String)}. */
  default List<ReminderRow> lockOfTasks(Collection<UUID> taskIds) {
    return lockOfTasks(taskIds.stream().map(UUID::toString).collect(Collectors.joining(",")));
  }

  @Query("SELECT * FROM reminders.reminders WHERE id = :id AND user_id = :userId")
  Optional<ReminderRow> find(UUID id, String userId);

  @Query("SELECT * FROM reminders.reminders WHERE id = :id AND user_id = :userId FOR UPDATE")
  Optional<ReminderRow> lock(UUID id, String userId);

  @Query(
      """
      INSERT INTO reminders.reminders
        (id, task_id, key, user_id, task_version, instant, fires_at, snoozed, late, state, notification_id, changed_at)
      VALUES (:id, :taskId, :key, :userId, :taskVersion, :instant, :firesAt, :snoozed, :late, :state,
              :notificationId, :changedAt)
      ON CONFLICT (id) DO UPDATE
        SET user_id = excluded.user_id, task_version = excluded.task_version, fires_at = excluded.fires_at,
            snoozed = excluded.snoozed, late = excluded.late, state = excluded.state,
            notification_id = excluded.notification_id, changed_at = excluded.changed_at
      """)
  void put(List<ReminderRow> rows);
}
