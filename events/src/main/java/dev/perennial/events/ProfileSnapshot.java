package dev.perennial.events;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.std.ToStringSerializer;

/**
 * What a user has told of themself, as the API answers it and events carry it, whole.
 *
 * @param zone an IANA zone
 * @param language a language tag (RFC 5646)
 * @param defaultReminders relative ones, for tasks that have none of their own; null for 15 minutes
 *     before
 * @param allDayTime the local time that reminders of all-day tasks are relative to; null for 09:00
 * @param channels null for every channel there is, of everything
 * @param quietHours null for none
 * @param digestTime the local time of the daily digest; null for none
 * @param version 1 when made on first use, one more with each change
 */
public record ProfileSnapshot(
    String userId,
    @Nullable String displayName,
    @Nullable ZoneId zone,
    @Nullable String language,
    @Nullable String email,
    @Nullable List<Reminder> defaultReminders,
    @JsonSerialize(using = ToStringSerializer.class) @Nullable LocalTime allDayTime,
    @Nullable Channels channels,
    @Nullable QuietHours quietHours,
    @JsonSerialize(using = ToStringSerializer.class) @Nullable LocalTime digestTime,
    long version,
    Instant updatedAt) {

  public ProfileSnapshot {
    Required.present("userId", userId);
    defaultReminders =
        defaultReminders == null ? null : Required.list("defaultReminders", defaultReminders);
    Required.atLeastOne("version", version);
    Required.present("updatedAt", updatedAt);
  }
}
