package dev.perennial.events;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.std.ToStringSerializer;

/**
 * The complete profile of a user, as the API returns it and events contain it. Details that the
 * user has not set are null.
 *
 * @param zone an IANA zone
 * @param language a language tag (RFC 5646)
 * @param defaultReminders relative reminders for tasks without reminders of their own; null means
 *     15 minutes before
 * @param allDayTime the local time that reminders of all-day tasks are relative to; null means
 *     09:00
 * @param channels null means all channels for all notifications
 * @param quietHours null for none
 * @param digestTime the local time of the daily digest; null for no digest
 * @param version 1 when created on first use, incremented by each change
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

  /** The time that reminders of all-day tasks are relative to while the user has not set one. */
  public static final LocalTime DEFAULT_ALL_DAY_TIME = LocalTime.of(9, 0);

  public ProfileSnapshot {
    Required.present("userId", userId);
    defaultReminders =
        defaultReminders == null ? null : Required.list("defaultReminders", defaultReminders);
    Required.atLeastOne("version", version);
    Required.present("updatedAt", updatedAt);
  }
}
