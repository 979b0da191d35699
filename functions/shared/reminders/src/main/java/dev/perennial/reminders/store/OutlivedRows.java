package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.UUID;

/** What nobody needs any more. Each answers how many rows it was. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface OutlivedRows extends GenericRepository<ReminderRow, UUID> {

  @Query("DELETE FROM reminders.reminders WHERE user_id = :userId")
  int deleteRemindersOf(String userId);

  /** And their deliveries with them. */
  @Query("DELETE FROM reminders.notifications WHERE user_id = :userId")
  int deleteNotificationsOf(String userId);

  @Query(
      """
      DELETE FROM reminders.reminders WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM reminders.reminders WHERE state <> 'PLANNED' AND changed_at < :before
        LIMIT :atMost))
      """)
  int deleteReminders(Instant before, int atMost);

  /** And their deliveries with them. */
  @Query(
      """
      DELETE FROM reminders.notifications WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM reminders.notifications WHERE due_at < :before
        LIMIT :atMost))
      """)
  int deleteNotifications(Instant before, int atMost);

  /** What was written in tasks that are not open; their versions stay. */
  @Query(
      """
      UPDATE reminders.tasks SET task = NULL WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM reminders.tasks WHERE NOT open AND task IS NOT NULL AND heard_at < :before
        LIMIT :atMost))
      """)
  int emptyTasks(Instant before, int atMost);
}
