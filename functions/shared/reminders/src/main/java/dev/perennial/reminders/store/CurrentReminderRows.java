package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The current state of reminders and tasks. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface CurrentReminderRows extends GenericRepository<CurrentReminderRow, UUID> {

  @Query(
      """
      SELECT r.id, r.state = 'DUE' AS due, r.notification_id, t.task, coalesce(t.open, false) AS open, t.user_id
      FROM reminders.reminders r LEFT JOIN reminders.tasks t ON t.task_id = r.task_id
      WHERE r.id IN (:ids)
      ORDER BY r.fires_at, r.id
      """)
  List<CurrentReminderRow> of(List<UUID> ids);

  /**
   * The open tasks of the person that are due until this date, as TaskSnapshots in JSON. The latest
   * due date comes first, so that a limit leaves out the oldest.
   *
   * @param until a date in ISO 8601
   */
  @Query(
      """
      SELECT task FROM reminders.tasks
      WHERE user_id = :userId AND open AND CAST(task AS json) -> 'due' ->> 'date' <= :until
      ORDER BY CAST(task AS json) -> 'due' ->> 'date' DESC, task_id
      LIMIT :atMost
      """)
  List<String> dueTasks(String userId, String until, int atMost);
}
