package dev.perennial.reminderscheduler.due;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** The newest notification that a reminder was sent with. */
@MappedEntity(schema = "reminders", value = "reminders")
record NotificationLink(@Id UUID id, UUID notificationId) {}
