package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
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
}
