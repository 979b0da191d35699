package dev.perennial.operations.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/**
 * Dead letters with the same function, type and reason.
 *
 * @param lastHour how many of them failed last within the last hour
 * @param hourBefore how many of them failed last within the hour before
 */
@MappedEntity(schema = "operations", value = "dead_letters")
public record GroupRow(
    @Id String reason,
    String function,
    String type,
    long letters,
    Instant first,
    Instant last,
    long lastHour,
    long hourBefore) {}
