package dev.perennial.reminders;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/** How long somebody puts a reminder off. */
public sealed interface Snooze {

  Duration SHORTEST = Duration.ofMinutes(1);
  Duration LONGEST = Duration.ofDays(366);

  /** For so long from now. */
  record For(Duration duration) implements Snooze {}

  /** Until a local time of the person's. */
  record UntilLocal(LocalDateTime time) implements Snooze {}

  /** Until a moment. */
  record Until(Instant moment) implements Snooze {}

  /**
   * When the person is to be told again; quiet hours do not hold what somebody chose themself.
   *
   * @throws NoSnooze if that is sooner than {@link #SHORTEST} or later than {@link #LONGEST}
   */
  default Instant endFor(Person person, Instant now) {
    Instant asked =
        switch (this) {
          case For(Duration duration) -> now.plus(duration);
          case UntilLocal(LocalDateTime time) -> time.atZone(person.zone()).toInstant();
          case Until(Instant moment) -> moment;
        };
    Instant end = asked.truncatedTo(ChronoUnit.SECONDS);
    if (asked.isBefore(now.plus(SHORTEST)) || asked.isAfter(now.plus(LONGEST))) {
      throw new NoSnooze(this instanceof For ? "/for" : "/until");
    }
    return end;
  }

  /** It is not within the bounds. */
  final class NoSnooze extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    NoSnooze(String field) {
      super("must be from a minute to 366 days from now", null, false, false);
      this.field = field;
    }

    /** A JSON pointer to what is wrong. */
    public String field() {
      return field;
    }
  }
}
