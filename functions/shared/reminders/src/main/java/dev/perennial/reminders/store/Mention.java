package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** Which notification told a reminder. */
@MappedEntity(schema = "reminders", value = "reminders")
record Mention(@Id UUID id, UUID notificationId) {}
