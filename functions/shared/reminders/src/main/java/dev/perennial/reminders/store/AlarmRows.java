package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;

/** The one row that says what the alarm was set to. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface AlarmRows extends GenericRepository<AlarmRow, Boolean> {

  @Query("SELECT * FROM reminders.alarm")
  AlarmRow read();

  /** Nobody sets the alarm before the transaction ends. */
  @Query("SELECT * FROM reminders.alarm FOR SHARE")
  AlarmRow keep();

  /** Nobody else sets the alarm, or relies on it, before the transaction ends. */
  @Query("SELECT * FROM reminders.alarm FOR UPDATE")
  AlarmRow lock();

  @Query("UPDATE reminders.alarm SET set_to = :setTo")
  void setTo(Instant setTo);

  @Query("UPDATE reminders.alarm SET zone_data = :zoneData")
  void plannedBy(String zoneData);
}
