package dev.perennial.reminderscheduler.due;

import dev.perennial.events.EventJson;
import dev.perennial.events.Notification;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A notification that was handed on to reminder-dispatch.
 *
 * @param notification the event's Notification as JSON
 * @param byOthers whether it is of a task that somebody else created
 * @param handedOnAt when it was last handed on; null if no delivery is open any longer
 */
@MappedEntity(schema = "reminders", value = "notifications")
record NotificationRow(
    @Id UUID id,
    String userId,
    Instant dueAt,
    String notification,
    boolean byOthers,
    @Nullable Instant handedOnAt) {

  static NotificationRow of(
      Notification notification, boolean byOthers, @Nullable Instant handedOnAt) {
    return new NotificationRow(
        notification.id(),
        notification.userId(),
        notification.dueAt(),
        EventJson.MAPPER.writeValueAsString(notification),
        byOthers,
        handedOnAt);
  }

  Notification toNotification() {
    return EventJson.MAPPER.readValue(notification, Notification.class);
  }
}
