package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface StateRows extends GenericRepository<StateRow, UUID> {

  @Query(
      """
      SELECT * FROM reminders.states WHERE task_id = :taskId AND user_id = :userId ORDER BY instant, key
      """)
  List<StateRow> ofTask(UUID taskId, String userId);

  @Query("SELECT * FROM reminders.states WHERE id = :id AND user_id = :userId")
  Optional<StateRow> find(UUID id, String userId);
}
