package dev.perennial.taskapi.transfer.format;

import dev.perennial.events.ProfileSnapshot;
import dev.perennial.tasks.profile.Profile;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The times of a user on which the meaning of a file depends.
 *
 * @param zone the user's zone; null if the user has not set one
 * @param allDayTime the local time that reminders of all-day tasks are relative to
 */
public record UserTimes(@Nullable ZoneId zone, LocalTime allDayTime) {

  /** Of a user who has set nothing. */
  public static final UserTimes DEFAULT = new UserTimes(null, ProfileSnapshot.DEFAULT_ALL_DAY_TIME);

  /** The zone of times without a zone. */
  public ZoneId zoneOrUtc() {
    return zone == null ? ZoneOffset.UTC : zone;
  }

  public static UserTimes of(Optional<Profile> profile) {
    return profile.map(Profile::snapshot).map(UserTimes::of).orElse(DEFAULT);
  }

  public static UserTimes of(ProfileSnapshot profile) {
    return new UserTimes(
        profile.zone(),
        Objects.requireNonNullElse(profile.allDayTime(), ProfileSnapshot.DEFAULT_ALL_DAY_TIME));
  }
}
