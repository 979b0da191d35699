package dev.perennial.reminderscheduler.due;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Notifications that were handed on. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface NotificationRows extends GenericRepository<NotificationRow, UUID> {

  @Query(
      """
      INSERT INTO reminders.notifications (id, user_id, due_at, notification, by_others, handed_on_at)
      VALUES (:id, :userId, :dueAt, :notification, :byOthers, :handedOnAt)
      """)
  void insert(List<NotificationRow> rows);

  /**
   * @return 1, or 0 if there is a notification of this id already
   */
  @Query(
      """
      INSERT INTO reminders.notifications (id, user_id, due_at, notification, handed_on_at)
      VALUES (:id, :userId, :dueAt, :notification, :handedOnAt)
      ON CONFLICT DO NOTHING
      """)
  int insertIfAbsent(
      UUID id, String userId, Instant dueAt, String notification, @Nullable Instant handedOnAt);

  /**
   * Marks notifications handed on before this time as settled if none of their deliveries is open.
   *
   * @return how many, at most {@code atMost}
   */
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
  int markSettled(Instant before, int atMost);

  /**
   * Locks notifications handed on before this time that are not marked as settled and have no
   * delivery under a lease, the oldest first.
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
  List<NotificationRow> lockUnsettled(Instant before, Instant now, int atMost);

  @Query("UPDATE reminders.notifications SET handed_on_at = :at WHERE id = :id")
  void setHandedOnAt(UUID id, @Nullable Instant at);
}
