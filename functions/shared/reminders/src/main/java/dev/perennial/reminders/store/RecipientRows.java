package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;

/** People as they are told. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface RecipientRows extends GenericRepository<RecipientRow, String> {

  @Query(
      """
      SELECT user_id, profile, unsubscribe_token, array_to_string(unsubscribed, ',') AS unsubscribed
      FROM reminders.people WHERE user_id = :userId
      """)
  Optional<RecipientRow> find(String userId);
}
