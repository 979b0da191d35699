package dev.perennial.reminderscheduler.due;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The links from reminders to notifications. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface NotificationLinkRows extends GenericRepository<NotificationLink, UUID> {

  @Query("UPDATE reminders.reminders SET notification_id = :notificationId WHERE id = :id")
  void put(List<NotificationLink> links);
}
