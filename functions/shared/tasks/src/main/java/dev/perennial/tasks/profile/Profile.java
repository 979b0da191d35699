package dev.perennial.tasks.profile;

import dev.perennial.events.Change;
import dev.perennial.events.Channels;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.QuietHours;
import dev.perennial.events.Reminder;
import dev.perennial.tasks.Changes;
import dev.perennial.tasks.Command;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The profile of a user.
 *
 * @param version 1 when created on first use, incremented by each change
 */
public record Profile(String userId, Details details, long version, Instant updatedAt) {

  /**
   * The details that the user sets; each is null until it is set.
   *
   * @param language a language tag (RFC 5646)
   * @param defaultReminders relative reminders, for tasks without reminders of their own
   * @param allDayTime the local time that reminders of all-day tasks are relative to
   * @param channels the channels for each kind of notification
   * @param quietHours the period in which no notification is sent
   * @param digestTime the local time of the daily digest
   */
  public record Details(
      @Nullable String displayName,
      @Nullable ZoneId zone,
      @Nullable String language,
      @Nullable String email,
      @Nullable List<Reminder> defaultReminders,
      @Nullable LocalTime allDayTime,
      @Nullable Channels channels,
      @Nullable QuietHours quietHours,
      @Nullable LocalTime digestTime) {

    public Details {
      defaultReminders = defaultReminders == null ? null : List.copyOf(defaultReminders);
    }
  }

  private static final Map<String, Function<Details, @Nullable Object>> FIELDS =
      new LinkedHashMap<>();

  static {
    FIELDS.put("displayName", Details::displayName);
    FIELDS.put("zone", Details::zone);
    FIELDS.put("language", Details::language);
    FIELDS.put("email", Details::email);
    FIELDS.put("defaultReminders", Details::defaultReminders);
    FIELDS.put("allDayTime", Details::allDayTime);
    FIELDS.put("channels", Details::channels);
    FIELDS.put("quietHours", Details::quietHours);
    FIELDS.put("digestTime", Details::digestTime);
  }

  /** The user's time zone; null until it is set. */
  public @Nullable ZoneId zone() {
    return details.zone;
  }

  /** The profile with these details; the same profile, version included, if nothing differs. */
  public Profile with(Details other, Command command) {
    return details.equals(other) ? this : new Profile(userId, other, version + 1, command.at());
  }

  /** The profile without details, for the event of its deletion. */
  public Profile erased(Command command) {
    Details none = new Details(null, null, null, null, null, null, null, null, null);
    return new Profile(userId, none, version + 1, command.at());
  }

  /** Which fields differ from this version to the other. */
  public Map<String, Change> changesTo(Profile after) {
    Map<String, Change> changes = new LinkedHashMap<>();
    FIELDS.forEach(
        (name, field) ->
            Changes.put(name, field.apply(details), field.apply(after.details), changes));
    return changes;
  }

  public ProfileSnapshot snapshot() {
    return new ProfileSnapshot(
        userId,
        details.displayName,
        details.zone,
        details.language,
        details.email,
        details.defaultReminders,
        details.allDayTime,
        details.channels,
        details.quietHours,
        details.digestTime,
        version,
        updatedAt);
  }
}
