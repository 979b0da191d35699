package dev.perennial.reminders.delivery;

import dev.perennial.events.Notification;
import java.time.Duration;
import java.time.Instant;

/** The grace period of 60 seconds: a notification sent within it counts as on time. */
public final class Grace {

  private static final Duration PERIOD = Duration.ofSeconds(60);

  private Grace() {}

  /** What was due before this instant is late now. */
  public static Instant lateBefore(Instant now) {
    return now.minus(PERIOD);
  }

  /**
   * The notification with its lateness as of now: it is late if it was handed on late, or if Kafka
   * or the channel has delayed it since.
   */
  public static Notification updated(Notification notification, Instant now) {
    return new Notification(
        notification.id(),
        notification.kind(),
        notification.userId(),
        notification.dueAt(),
        notification.late() || notification.dueAt().isBefore(lateBefore(now)),
        notification.date(),
        notification.reminders(),
        notification.budget());
  }
}
