package dev.perennial.reminderscheduler.people;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the view of reminders together with the result of their deliveries. */
@MappedEntity(schema = "reminders", value = "states")
record ReminderViewRow(
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
