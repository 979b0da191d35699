package dev.perennial.reminders;

import dev.perennial.events.NominalDays;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/** How long a person snoozes a reminder. */
public sealed interface Snooze {

  Duration SHORTEST = Duration.ofMinutes(1);
  Duration LONGEST = Duration.ofDays(366);

  /** For a duration from now, whose whole days end at the same local time. */
  record For(Duration duration) implements Snooze {}

  /** Until a local time in the zone of the person. */
  record UntilLocal(LocalDateTime time) implements Snooze {}

  /** Until an instant. */
  record Until(Instant moment) implements Snooze {}

  /**
   * The end of the snooze, truncated to seconds. Quiet hours do not delay it.
   *
   * @throws SnoozeOutOfBounds if it is sooner than {@link #SHORTEST} or later than {@link #LONGEST}
   *     from now
   */
  default Instant endFor(Person person, Instant now) {
    Instant exactly =
        switch (this) {
          case For(Duration duration) -> after(duration, person, now);
          case UntilLocal(LocalDateTime time) ->
              inBounds(time.atZone(person.zone()).toInstant(), now);
          case Until(Instant moment) -> inBounds(moment, now);
        };
    return exactly.truncatedTo(ChronoUnit.SECONDS);
  }

  private static Instant after(Duration duration, Person person, Instant now) {
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      throw new SnoozeOutOfBounds("/for");
    }
    return NominalDays.plus(now.atZone(person.zone()), duration).toInstant();
  }

  private static Instant inBounds(Instant end, Instant now) {
    if (end.isBefore(now.plus(SHORTEST)) || end.isAfter(now.plus(LONGEST))) {
      throw new SnoozeOutOfBounds("/until");
    }
    return end;
  }

  /** The end of the snooze is out of bounds. */
  final class SnoozeOutOfBounds extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    SnoozeOutOfBounds(String field) {
      super("must be between 1 minute and 366 days from now", null, false, false);
      this.field = field;
    }

    /** A JSON pointer to the invalid field. */
    public String field() {
      return field;
    }
  }
}
