package dev.perennial.reminders.store;

import dev.perennial.events.EventJson;
import dev.perennial.events.Notification;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was handed on to be delivered.
 *
 * @param handedOnAt when it was last; null when there is nothing left to do about it
 */
@MappedEntity(schema = "reminders", value = "notifications")
record NotificationRow(
    @Id UUID id, String userId, Instant dueAt, String told, @Nullable Instant handedOnAt) {

  static NotificationRow of(Notification notification, @Nullable Instant handedOnAt) {
    return new NotificationRow(
        notification.id(),
        notification.userId(),
        notification.dueAt(),
        EventJson.MAPPER.writeValueAsString(notification),
        handedOnAt);
  }

  Notification notification() {
    return EventJson.MAPPER.readValue(told, Notification.class);
  }
}
