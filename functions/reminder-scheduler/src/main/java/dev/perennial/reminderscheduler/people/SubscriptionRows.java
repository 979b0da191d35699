package dev.perennial.reminderscheduler.people;

import dev.perennial.reminderscheduler.plan.PersonRow;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

/** The kinds of mail that people have unsubscribed from. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface SubscriptionRows extends GenericRepository<PersonRow, String> {

  /**
   * @return 1, or 0 if no person has this token
   */
  @Query(
      """
      UPDATE reminders.people SET unsubscribed = array_append(array_remove(unsubscribed, :kind), :kind)
      WHERE unsubscribe_token = :token
      """)
  int unsubscribe(UUID token, String kind);

  @Query("SELECT count(*) FROM reminders.people WHERE unsubscribe_token = :token")
  long count(UUID token);
}
