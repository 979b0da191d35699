package dev.perennial.taskapi.quick.text;

import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** A part of the day, with the time that it means and the hours that belong to it. */
public enum PartOfDay {
  MORNING(9, 0, 11),
  AFTERNOON(15, 12, 18),
  EVENING(19, 16, 23),
  NIGHT(21, 18, 23);

  private static final int HALF_A_DAY = 12;

  private final LocalTime time;
  private final int firstHour;
  private final int lastHour;

  PartOfDay(int time, int firstHour, int lastHour) {
    this.time = LocalTime.of(time, 0);
    this.firstHour = firstHour;
    this.lastHour = lastHour;
  }

  /** The time if no other is typed. */
  public LocalTime time() {
    return time;
  }

  /**
   * The typed time within this part of the day; null if it is not within it.
   *
   * @param twelveHours whether the time may be before or after noon: "at 8"
   */
  public @Nullable LocalTime at(LocalTime typed, boolean twelveHours) {
    if (!twelveHours) {
      return contains(typed) ? typed : null;
    }
    LocalTime early = typed.withHour(typed.getHour() % HALF_A_DAY);
    LocalTime late = early.plusHours(HALF_A_DAY);
    if (contains(early)) {
      return early;
    }
    return contains(late) ? late : null;
  }

  private boolean contains(LocalTime other) {
    return other.getHour() >= firstHour && other.getHour() <= lastHour;
  }
}
