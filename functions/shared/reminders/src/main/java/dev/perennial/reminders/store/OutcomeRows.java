package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface OutcomeRows extends GenericRepository<OutcomeRow, UUID> {

  @Query(
      """
      SELECT * FROM reminders.deliveries WHERE notification_id IN (:notifications) ORDER BY channel
      """)
  List<OutcomeRow> of(List<UUID> notifications);
}
