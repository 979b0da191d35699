package dev.perennial.reminders.store;

import static dev.perennial.events.EventType.REMINDER_DUE;
import static dev.perennial.events.EventType.REMINDER_EXPIRED;

import dev.perennial.events.Notification;
import dev.perennial.events.ReminderEvent;
import dev.perennial.runtime.outbox.Outbox;
import java.time.Instant;
import java.util.List;

/**
 * What is told to a person now.
 *
 * @param isExpired whether it is too late to tell it
 */
record Told(Notification notification, boolean isExpired) {

  private static final String TOO_LATE = "it was found too late to be of use";

  /** As it is kept when it is handed on now. */
  NotificationRow row(Instant now) {
    return NotificationRow.of(notification, isExpired ? null : now);
  }

  Outbox.Entry entry() {
    var user = notification.userId();
    return new Outbox.Entry(
        isExpired ? REMINDER_EXPIRED : REMINDER_DUE,
        notification.id().toString(),
        user,
        user,
        user,
        new ReminderEvent(notification, null, isExpired ? TOO_LATE : null, List.of(user)));
  }
}
