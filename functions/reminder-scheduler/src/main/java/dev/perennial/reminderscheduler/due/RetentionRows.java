package dev.perennial.reminderscheduler.due;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.UUID;

/** Deletes old rows. Each statement returns the number of rows. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface RetentionRows extends GenericRepository<NotificationRow, UUID> {

  @Query(
      """
      DELETE FROM reminders.reminders WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM reminders.reminders WHERE state <> 'PLANNED' AND changed_at < :before
        LIMIT :atMost))
      """)
  int deleteReminders(Instant before, int atMost);

  /** Their deliveries are deleted by the foreign key. */
  @Query(
      """
      DELETE FROM reminders.notifications WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM reminders.notifications WHERE due_at < :before
        LIMIT :atMost))
      """)
  int deleteNotifications(Instant before, int atMost);

  /** Deletes the content of tasks that are not open; ids and versions remain. */
  @Query(
      """
      UPDATE reminders.tasks SET task = NULL WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM reminders.tasks WHERE NOT open AND task IS NOT NULL AND received_at < :before
        LIMIT :atMost))
      """)
  int deleteTaskContent(Instant before, int atMost);
}
