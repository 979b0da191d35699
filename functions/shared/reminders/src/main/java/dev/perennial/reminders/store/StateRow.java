package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How it stands with a reminder, delivered or not. */
@MappedEntity(schema = "reminders", value = "states")
record StateRow(
    @Id UUID id,
    UUID taskId,
    String userId,
    String key,
    Instant instant,
    Instant firesAt,
    boolean snoozed,
    boolean late,
    @Nullable UUID notificationId,
    String state) {}
