package dev.perennial.taskapi.quick.phrase;

import dev.perennial.events.Recurrence.Frequency;
import dev.perennial.events.Recurrence.Nth;
import dev.perennial.events.Recurrence.Weekday;
import dev.perennial.taskapi.quick.text.Scan;
import dev.perennial.taskapi.quick.text.Words.Particle;
import org.jspecify.annotations.Nullable;

/**
 * A day of the month, by number or by weekday; exactly one of the two is not null.
 *
 * @param day 1 to 31, clamped to the end of a short month, or -1 for the last
 */
record DayOfMonth(@Nullable Integer day, @Nullable Nth nth) {

  private static final int LAST = -1;
  private static final int DAYS = 31;
  private static final int WEEKS = 5;

  /** "the 31st", "last day", "second Tuesday", without the month. */
  static @Nullable DayOfMonth read(Scan scan) {
    scan.take(Particle.THE);
    boolean last = scan.take(Particle.LAST);
    Integer ordinal = last ? Integer.valueOf(LAST) : scan.takeOrdinal();
    if (ordinal == null || ordinal == 0 || ordinal > DAYS) {
      return null;
    }
    Weekday weekday = scan.take(scan.words().weekdays());
    if (weekday != null) {
      return ordinal > WEEKS ? null : new DayOfMonth(null, new Nth(ordinal, weekday));
    }
    boolean day = takeDay(scan);
    return last && !day ? null : new DayOfMonth(ordinal, null);
  }

  /** "of the month", "of every month". */
  static boolean takeOfTheMonth(Scan scan) {
    int start = scan.position();
    boolean fits =
        scan.take(Particle.OF)
            && (scan.take(Particle.THE) || scan.take(Particle.EVERY))
            && scan.take(scan.words().units()) == Frequency.MONTHLY;
    if (!fits) {
      scan.back(start);
    }
    return fits;
  }

  private static boolean takeDay(Scan scan) {
    int start = scan.position();
    boolean day = scan.take(scan.words().units()) == Frequency.DAILY;
    if (!day) {
      scan.back(start);
    }
    return day;
  }
}
