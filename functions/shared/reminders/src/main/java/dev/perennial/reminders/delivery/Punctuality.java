package dev.perennial.reminders.delivery;

import dev.perennial.events.Notification;
import java.time.Duration;
import java.time.Instant;

/** What is told in time, and what is late. */
public final class Punctuality {

  private static final Duration GRACE = Duration.ofSeconds(60);

  private Punctuality() {}

  /** What was to be told before this is late. */
  public static Instant begin(Instant now) {
    return now.minus(GRACE);
  }

  /**
   * The notification as it is told now: late also if it was handed on in time and was held up
   * since, by Kafka or by the channel.
   */
  public static Notification told(Notification handedOn, Instant now) {
    return new Notification(
        handedOn.id(),
        handedOn.kind(),
        handedOn.userId(),
        handedOn.dueAt(),
        handedOn.late() || handedOn.dueAt().isBefore(begin(now)),
        handedOn.date(),
        handedOn.reminders());
  }
}
