package dev.perennial.reminderscheduler.alarm;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/** The row with the time the alarm is set to, and the time it has to be set to. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface AlarmRows extends GenericRepository<AlarmRow, Boolean> {

  @Query("SELECT one, set_to FROM reminders.alarm")
  AlarmRow read();

  /** Prevents every other transaction from setting the alarm until this one ends. */
  @Query("SELECT one, set_to FROM reminders.alarm FOR SHARE")
  AlarmRow lockShared();

  /** Prevents every other transaction from setting or sharing the alarm until this one ends. */
  @Query("SELECT one, set_to FROM reminders.alarm FOR UPDATE")
  AlarmRow lock();

  @Query("UPDATE reminders.alarm SET set_to = :setTo")
  void setTo(Instant setTo);

  /** The earliest planned reminder or digest; empty if there is none. */
  @Query(
      """
      SELECT least(
        (SELECT min(fires_at) FROM reminders.reminders WHERE state = 'PLANNED'),
        (SELECT min(digest_at) FROM reminders.people WHERE digest_at IS NOT NULL))
      """)
  Optional<Instant> earliest();
}
