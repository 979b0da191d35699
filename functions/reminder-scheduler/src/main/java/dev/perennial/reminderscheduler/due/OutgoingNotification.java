package dev.perennial.reminderscheduler.due;

import static dev.perennial.events.EventType.REMINDER_DUE;
import static dev.perennial.events.EventType.REMINDER_EXPIRED;

import dev.perennial.events.Notification;
import dev.perennial.events.ReminderEvent;
import dev.perennial.runtime.outbox.Outbox;
import java.time.Instant;
import java.util.List;

/**
 * A notification on its way to reminder-dispatch.
 *
 * @param byOthers whether it is of a task that somebody else created
 * @param isExpired whether it was claimed too late to be sent
 */
record OutgoingNotification(Notification notification, boolean byOthers, boolean isExpired) {

  private static final String TOO_LATE = "it was found too late to be of use";

  /** The row to store; an expired notification is settled from the start. */
  NotificationRow row(Instant now) {
    return NotificationRow.of(notification, byOthers, isExpired ? null : now);
  }

  /** The event to emit: due, or expired with the reason. */
  Outbox.Entry entry() {
    String user = notification.userId();
    return new Outbox.Entry(
        isExpired ? REMINDER_EXPIRED : REMINDER_DUE,
        notification.id().toString(),
        user,
        user,
        user,
        new ReminderEvent(notification, null, isExpired ? TOO_LATE : null, List.of(user)));
  }
}
