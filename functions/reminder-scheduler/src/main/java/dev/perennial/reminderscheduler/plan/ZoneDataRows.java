package dev.perennial.reminderscheduler.plan;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;

/** The column for the time zone data in the single row of the alarm. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ZoneDataRows extends GenericRepository<ZoneDataRow, Boolean> {

  @Query("SELECT one, zone_data FROM reminders.alarm")
  ZoneDataRow read();

  @Query("UPDATE reminders.alarm SET zone_data = :zoneData")
  void set(String zoneData);
}
