package dev.perennial.reminders.store;

import dev.perennial.events.EventJson;
import dev.perennial.events.Notification;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** What was handed on to be delivered. */
@MappedEntity(schema = "reminders", value = "notifications")
record NotificationRow(@Id UUID id, String userId, Instant dueAt, String told) {

  static NotificationRow of(Notification notification) {
    return new NotificationRow(
        notification.id(),
        notification.userId(),
        notification.dueAt(),
        EventJson.MAPPER.writeValueAsString(notification));
  }
}
