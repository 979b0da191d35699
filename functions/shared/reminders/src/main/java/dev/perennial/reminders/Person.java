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
 * How somebody wants to be reminded, with what holds unless they have told.
 *
 * @param defaultReminders for tasks with a due time that have none of their own
 * @param allDayTime what reminders of all-day tasks are relative to
 * @param digestTime null for no digest
 */
public record Person(
    ZoneId zone,
    List<Reminder> defaultReminders,
    LocalTime allDayTime,
    @Nullable QuietHours quietHours,
    @Nullable LocalTime digestTime) {

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final List<Reminder> QUARTER_OF_AN_HOUR_BEFORE =
      List.of(new Reminder(Duration.ofMinutes(15), null, null));
  private static final LocalTime NINE = LocalTime.of(9, 0);

  /** Somebody who has told nothing of themself. */
  public static final Person UNKNOWN = new Person(UTC, QUARTER_OF_AN_HOUR_BEFORE, NINE, null, null);

  /**
   * @param profile null if none was heard of
   */
  public static Person of(@Nullable ProfileSnapshot profile) {
    return profile == null
        ? UNKNOWN
        : new Person(
            orElse(profile.zone(), UTC),
            orElse(profile.defaultReminders(), QUARTER_OF_AN_HOUR_BEFORE),
            orElse(profile.allDayTime(), NINE),
            profile.quietHours(),
            profile.digestTime());
  }

  /** When to tell what is set for this instant: then, or when quiet hours end. */
  public Instant toldAt(Instant instant) {
    return quietHours == null ? instant : new QuietTime(quietHours, zone).endAt(instant);
  }

  /** Whether the reminders of this person's tasks are the same ones, told at the same instants. */
  public boolean isRemindedAs(Person other) {
    return equals(
        new Person(
            other.zone, other.defaultReminders, other.allDayTime, other.quietHours, digestTime));
  }

  private static <T> T orElse(@Nullable T told, T otherwise) {
    return told == null ? otherwise : told;
  }
}
