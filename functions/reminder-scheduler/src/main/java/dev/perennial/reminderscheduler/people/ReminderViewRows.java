package dev.perennial.reminderscheduler.people;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The view of reminders together with the result of their deliveries. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ReminderViewRows extends GenericRepository<ReminderViewRow, UUID> {

  @Query(
      """
      SELECT * FROM reminders.states WHERE task_id = :taskId AND user_id = :userId ORDER BY instant, key
      """)
  List<ReminderViewRow> ofTask(UUID taskId, String userId);

  @Query("SELECT * FROM reminders.states WHERE id = :id AND user_id = :userId")
  Optional<ReminderViewRow> find(UUID id, String userId);
}
