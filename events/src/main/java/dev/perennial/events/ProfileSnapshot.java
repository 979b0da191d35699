package dev.perennial.events;

import java.time.Duration;
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
 * @param email where mails are sent once the user has confirmed it there
 * @param emailConfirmedAt when the user confirmed {@code email}; null while it is not confirmed.
 *     Only mails of the kind {@link Notification.Kind#CONFIRMATION} are sent to an address that is
 *     not confirmed
 * @param confirmationRequestedAt when the newest confirmation mail to {@code email} was requested;
 *     null if none is awaited
 * @param defaultReminders relative reminders for tasks without reminders of their own; null means
 *     15 minutes before
 * @param allDayTime the local time that reminders of all-day tasks are relative to; null means
 *     09:00
 * @param channels null means all channels for all notifications
 * @param quietHours null for none
 * @param digestTime the local time of the daily digest; null for no digest
 * @param dayStartsAt the local time at which a day of the user begins, for statistics; null means
 *     00:00
 * @param dailyGoal how many tasks the user wants to complete in a day; null means 1, and 0 turns
 *     the goal off
 * @param weeklyGoal the same for a week, from Monday; null means 1
 * @param version 1 when created on first use, incremented by each change
 */
public record ProfileSnapshot(
    String userId,
    @Nullable String displayName,
    @Nullable ZoneId zone,
    @Nullable String language,
    @Nullable String email,
    @Nullable Instant emailConfirmedAt,
    @Nullable Instant confirmationRequestedAt,
    @Nullable List<Reminder> defaultReminders,
    @JsonSerialize(using = ToStringSerializer.class) @Nullable LocalTime allDayTime,
    @Nullable Channels channels,
    @Nullable QuietHours quietHours,
    @JsonSerialize(using = ToStringSerializer.class) @Nullable LocalTime digestTime,
    @JsonSerialize(using = ToStringSerializer.class) @Nullable LocalTime dayStartsAt,
    @Nullable Integer dailyGoal,
    @Nullable Integer weeklyGoal,
    long version,
    Instant updatedAt) {

  /** The time that reminders of all-day tasks are relative to while the user has not set one. */
  public static final LocalTime DEFAULT_ALL_DAY_TIME = LocalTime.of(9, 0);

  /** How long the link in a confirmation mail is valid, from the request. */
  public static final Duration CONFIRMATION_LIFETIME = Duration.ofDays(3);

  public ProfileSnapshot {
    Required.present("userId", userId);
    defaultReminders =
        defaultReminders == null ? null : Required.list("defaultReminders", defaultReminders);
    Required.atLeastOne("version", version);
    Required.present("updatedAt", updatedAt);
  }
}
