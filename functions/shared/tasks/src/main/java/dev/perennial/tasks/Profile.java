package dev.perennial.tasks;

import dev.perennial.events.Change;
import dev.perennial.events.Channels;
import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.QuietHours;
import dev.perennial.events.Reminder;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a user has told of themself.
 *
 * @param version 1 when made on first use, one more with each change
 */
public record Profile(String userId, About about, long version, Instant updatedAt) {

  /**
   * What the user writes; each field null while it is not told.
   *
   * @param language a language tag (RFC 5646)
   * @param defaultReminders relative ones, for tasks that have none of their own
   * @param allDayTime the local time that reminders of all-day tasks are relative to
   * @param channels by which the user wants to be told what
   * @param quietHours when the user is told nothing
   * @param digestTime the local time of the daily digest
   */
  public record About(
      @Nullable String displayName,
      @Nullable ZoneId zone,
      @Nullable String language,
      @Nullable String email,
      @Nullable List<Reminder> defaultReminders,
      @Nullable LocalTime allDayTime,
      @Nullable Channels channels,
      @Nullable QuietHours quietHours,
      @Nullable LocalTime digestTime) {

    public About {
      defaultReminders = defaultReminders == null ? null : List.copyOf(defaultReminders);
    }
  }

  private static final Map<String, Function<About, @Nullable Object>> FIELDS =
      new LinkedHashMap<>();

  static {
    FIELDS.put("displayName", About::displayName);
    FIELDS.put("zone", About::zone);
    FIELDS.put("language", About::language);
    FIELDS.put("email", About::email);
    FIELDS.put("defaultReminders", About::defaultReminders);
    FIELDS.put("allDayTime", About::allDayTime);
    FIELDS.put("channels", About::channels);
    FIELDS.put("quietHours", About::quietHours);
    FIELDS.put("digestTime", About::digestTime);
  }

  /** Where the user is; null while it is not told. */
  public @Nullable ZoneId zone() {
    return about.zone;
  }

  /** The profile with this instead; the same one if it says nothing else. */
  public Profile tell(About other, Act act) {
    return about.equals(other) ? this : new Profile(userId, other, version + 1, act.at());
  }

  /** What is left of it to tell that it is gone: whose it was. */
  public Profile erased(Act act) {
    About nothing = new About(null, null, null, null, null, null, null, null, null);
    return new Profile(userId, nothing, version + 1, act.at());
  }

  /** Which fields another version of it has otherwise. */
  public Map<String, Change> changesTo(Profile after) {
    Map<String, Change> changes = new LinkedHashMap<>();
    FIELDS.forEach(
        (name, field) -> Changes.put(name, field.apply(about), field.apply(after.about), changes));
    return changes;
  }

  public ProfileSnapshot snapshot() {
    return new ProfileSnapshot(
        userId,
        about.displayName,
        about.zone,
        about.language,
        about.email,
        about.defaultReminders,
        about.allDayTime,
        about.channels,
        about.quietHours,
        about.digestTime,
        version,
        updatedAt);
  }
}
