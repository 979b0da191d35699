package dev.perennial.events;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.std.ToStringSerializer;

/**
 * When a task is due, in local time. Instants are computed from it and are never the source of
 * truth.
 *
 * @param time null for an all-day task
 * @param zone an IANA zone; null means the zone of each user whom the date concerns
 */
public record Due(
    LocalDate date,
    // Written in the short form 09:00; seconds appear only if they are not zero.
    @JsonSerialize(using = ToStringSerializer.class) @Nullable LocalTime time,
    @Nullable ZoneId zone) {

  public Due {
    Required.present("date", date);
  }
}
