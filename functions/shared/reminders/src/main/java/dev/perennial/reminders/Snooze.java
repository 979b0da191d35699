package dev.perennial.reminders;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/** How long a person snoozes a reminder. */
public sealed interface Snooze {

  Duration SHORTEST = Duration.ofMinutes(1);
  Duration LONGEST = Duration.ofDays(366);

  /** For a duration from now. */
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
    // A longer duration could end after the last instant that there is.
    if (this instanceof For(Duration duration)
        && (duration.isNegative() || duration.compareTo(LONGEST) > 0)) {
      throw new SnoozeOutOfBounds("/for");
    }
    Instant exactly =
        switch (this) {
          case For(Duration duration) -> now.plus(duration);
          case UntilLocal(LocalDateTime time) -> time.atZone(person.zone()).toInstant();
          case Until(Instant moment) -> moment;
        };
    Instant end = exactly.truncatedTo(ChronoUnit.SECONDS);
    if (exactly.isBefore(now.plus(SHORTEST)) || exactly.isAfter(now.plus(LONGEST))) {
      throw new SnoozeOutOfBounds(this instanceof For ? "/for" : "/until");
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
