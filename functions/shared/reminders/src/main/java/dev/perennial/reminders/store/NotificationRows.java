package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface NotificationRows extends GenericRepository<NotificationRow, UUID> {

  @Query(
      """
      INSERT INTO reminders.notifications (id, user_id, due_at, told) VALUES (:id, :userId, :dueAt, :told)
      """)
  void insert(List<NotificationRow> rows);

  /** How many were made: none if it is there already. */
  @Query(
      """
      INSERT INTO reminders.notifications (id, user_id, due_at, told) VALUES (:id, :userId, :dueAt, :told)
      ON CONFLICT DO NOTHING
      """)
  int insertNew(UUID id, String userId, Instant dueAt, String told);
}
