package dev.perennial.reminderscheduler.due;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/**
 * A reminder that the open transaction has claimed.
 *
 * @param held whether quiet hours delayed it
 * @param late whether the grace period was over
 * @param byOthers whether somebody else created the task
 * @param expired whether the catch-up window was over, so that it is not sent
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
    boolean byOthers,
    boolean expired) {}
