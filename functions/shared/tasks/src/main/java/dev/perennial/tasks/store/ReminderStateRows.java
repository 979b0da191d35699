package dev.perennial.tasks.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** Row-level security limits every query to the rows of the transaction's user. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ReminderStateRows extends GenericRepository<ReminderStateRow, UUID> {

  /** The reminders of the transaction's user, if the user may see the task. */
  @Query(
      """
      SELECT s.id, s.key, s.instant, s.fires_at, s.late, s.state FROM reminders.states s
      WHERE s.task_id = :taskId AND s.user_id = tasks.app_user()
        AND EXISTS (SELECT FROM tasks.tasks t WHERE t.id = s.task_id)
      ORDER BY s.instant, s.key
      """)
  List<ReminderStateRow> of(UUID taskId);
}
