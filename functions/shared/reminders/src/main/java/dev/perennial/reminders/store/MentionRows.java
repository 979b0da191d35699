package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface MentionRows extends GenericRepository<Mention, UUID> {

  @Query("UPDATE reminders.reminders SET notification_id = :notificationId WHERE id = :id")
  void keep(List<Mention> mentions);
}
