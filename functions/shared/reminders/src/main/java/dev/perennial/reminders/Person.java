package dev.perennial.reminders;

import dev.perennial.events.ProfileSnapshot;
import dev.perennial.events.QuietHours;
import dev.perennial.events.Reminder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reminder settings of a person. A setting that is absent from the profile has a default: UTC,
 * a reminder 15 minutes before, 09:00 for all-day tasks, no quiet hours and no digest.
 *
 * @param defaultReminders for tasks with a due time that have no reminders of their own
 * @param allDayTime the time that reminders of all-day tasks are relative to
 * @param quietHours null for none
 * @param digestTime null for no digest
 */
public record Person(
    ZoneId zone,
    List<Reminder> defaultReminders,
    LocalTime allDayTime,
    @Nullable QuietHours quietHours,
    @Nullable LocalTime digestTime) {

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final List<Reminder> FIFTEEN_MINUTES_BEFORE =
      List.of(new Reminder(Duration.ofMinutes(15), null, null));

  /** A person without a profile. */
  public static final Person UNKNOWN =
      new Person(UTC, FIFTEEN_MINUTES_BEFORE, ProfileSnapshot.DEFAULT_ALL_DAY_TIME, null, null);

  /**
   * @param profile null if none has arrived yet
   */
  public static Person of(@Nullable ProfileSnapshot profile) {
    return profile == null
        ? UNKNOWN
        : new Person(
            orElse(profile.zone(), UTC),
            orElse(profile.defaultReminders(), FIFTEEN_MINUTES_BEFORE),
            orElse(profile.allDayTime(), ProfileSnapshot.DEFAULT_ALL_DAY_TIME),
            profile.quietHours(),
            profile.digestTime());
  }

  /** When to send a reminder set for this instant: then, or at the end of quiet hours. */
  public Instant firesAt(Instant instant) {
    return quietHours == null ? instant : new QuietTime(quietHours, zone).endAt(instant);
  }

  /** Whether both settings lead to the same reminders at the same times. */
  public boolean isRemindedAs(Person other) {
    return equals(
        new Person(
            other.zone, other.defaultReminders, other.allDayTime, other.quietHours, digestTime));
  }

  private static <T> T orElse(@Nullable T setting, T otherwise) {
    return setting == null ? otherwise : setting;
  }
}
