package dev.perennial.reminderscheduler.plan;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

/** Deletes what is stored about an erased person. Each statement returns the number of rows. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ErasureRows extends GenericRepository<ReminderRow, UUID> {

  @Query("DELETE FROM reminders.devices WHERE user_id = :userId")
  int deleteDevicesOf(String userId);

  @Query("DELETE FROM reminders.reminders WHERE user_id = :userId")
  int deleteRemindersOf(String userId);

  /** Their deliveries are deleted by the foreign key. */
  @Query("DELETE FROM reminders.notifications WHERE user_id = :userId")
  int deleteNotificationsOf(String userId);
}
