package dev.perennial.reminders.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/**
 * A reminder that this transaction has claimed.
 *
 * @param held whether it waited for the end of quiet hours
 * @param expired whether it is too late to tell it
 */
@MappedEntity(schema = "reminders", value = "reminders")
record ClaimedRow(
    @Id UUID id,
    UUID taskId,
    UUID listId,
    String userId,
    Instant instant,
    Instant firesAt,
    boolean held,
    boolean late,
    boolean expired) {}
