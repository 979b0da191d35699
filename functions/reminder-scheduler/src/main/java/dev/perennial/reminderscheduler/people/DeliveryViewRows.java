package dev.perennial.reminderscheduler.people;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The deliveries of notifications, for reading only. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface DeliveryViewRows extends GenericRepository<DeliveryViewRow, UUID> {

  @Query(
      """
      SELECT * FROM reminders.deliveries WHERE notification_id IN (:notifications) ORDER BY channel
      """)
  List<DeliveryViewRow> of(List<UUID> notifications);
}
