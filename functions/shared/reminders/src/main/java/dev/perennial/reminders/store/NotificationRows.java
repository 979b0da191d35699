package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface NotificationRows extends GenericRepository<NotificationRow, UUID> {

  @Query(
      """
      INSERT INTO reminders.notifications (id, user_id, due_at, told, handed_on_at)
      VALUES (:id, :userId, :dueAt, :told, :handedOnAt)
      """)
  void insert(List<NotificationRow> rows);

  /** How many were made: none if it is there already. */
  @Query(
      """
      INSERT INTO reminders.notifications (id, user_id, due_at, told, handed_on_at)
      VALUES (:id, :userId, :dueAt, :told, :handedOnAt)
      ON CONFLICT DO NOTHING
      """)
  int insertNew(UUID id, String userId, Instant dueAt, String told, @Nullable Instant handedOnAt);

  /** Notes of what was handed on before that it is settled by every channel, and of how many. */
  @Query(
      """
      UPDATE reminders.notifications SET handed_on_at = NULL WHERE id = ANY (ARRAY(
        SELECT id FROM reminders.notifications n
        WHERE handed_on_at < :before
          AND EXISTS (SELECT FROM reminders.deliveries d WHERE d.notification_id = n.id)
          AND NOT EXISTS (
            SELECT FROM reminders.deliveries d WHERE d.notification_id = n.id AND d.state IN ('PLANNED', 'SENDING'))
        LIMIT :atMost FOR NO KEY UPDATE SKIP LOCKED))
      """)
  int noteSettled(Instant before, int atMost);

  /**
   * What was handed on before, may not be settled and is in nobody's hand; held by this
   * transaction.
   */
  @Query(
      """
      SELECT * FROM reminders.notifications n
      WHERE handed_on_at < :before
        AND NOT EXISTS (
          SELECT FROM reminders.deliveries d
          WHERE d.notification_id = n.id AND d.state = 'SENDING' AND d.leased_until >= :now)
      ORDER BY handed_on_at LIMIT :atMost FOR UPDATE SKIP LOCKED
      """)
  List<NotificationRow> unsettled(Instant before, Instant now, int atMost);

  @Query("UPDATE reminders.notifications SET handed_on_at = :at WHERE id = :id")
  void handedOn(UUID id, @Nullable Instant at);
}
