package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** What is known of reminders and tasks at the moment of telling. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface StandingRows extends GenericRepository<StandingRow, UUID> {

  @Query(
      """
      SELECT r.id, r.state = 'DUE' AS due, r.notification_id, t.task, coalesce(t.open, false) AS open, t.user_id
      FROM reminders.reminders r LEFT JOIN reminders.tasks t ON t.task_id = r.task_id
      WHERE r.id IN (:ids)
      ORDER BY r.fires_at, r.id
      """)
  List<StandingRow> of(List<UUID> ids);

  /** The newest first, so that of too many the oldest are left out. */
  @Query(
      """
      SELECT task FROM reminders.tasks
      WHERE user_id = :userId AND open AND CAST(task AS json) -> 'due' ->> 'date' <= :until
      ORDER BY CAST(task AS json) -> 'due' ->> 'date' DESC, task_id
      LIMIT :atMost
      """)
  List<String> due(String userId, String until, int atMost);
}
