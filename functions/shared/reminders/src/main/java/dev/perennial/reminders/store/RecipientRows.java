package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The recipients of notifications. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface RecipientRows extends GenericRepository<RecipientRow, String> {

  /** The recipient of a notification; empty if there is no such notification. */
  @Query(
      """
      SELECT n.user_id, p.profile, p.unsubscribe_token,
        coalesce(array_to_string(p.unsubscribed, ','), '') AS unsubscribed
      FROM reminders.notifications n LEFT JOIN reminders.people p ON p.user_id = n.user_id
      WHERE n.id = :notificationId
      """)
  Optional<RecipientRow> of(UUID notificationId);

  /**
   * If the notification is of a task that somebody else created: how many others of such tasks were
   * due before it for the same person, since this instant; otherwise 0.
   */
  @Query(
      """
      SELECT count(*) FROM reminders.notifications n JOIN reminders.notifications o
        ON o.user_id = n.user_id AND o.by_others AND (o.due_at, o.id) < (n.due_at, n.id) AND o.due_at > :since
      WHERE n.id = :notificationId AND n.by_others
      """)
  int countByOthersBefore(UUID notificationId, Instant since);

  /**
   * The secret of the person's confirmation that was requested at this instant; empty if it was
   * used or replaced since.
   */
  @Query("SELECT tasks.confirmation_token(:userId, :requestedAt)")
  Optional<UUID> confirmationToken(String userId, Instant requestedAt);
}
