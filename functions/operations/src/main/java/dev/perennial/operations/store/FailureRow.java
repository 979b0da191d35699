package dev.perennial.operations.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One failure of an event.
 *
 * @param generation how often the event had been sent again before
 * @param attempts of the function; null if that is not known
 */
@MappedEntity(schema = "operations", value = "failures")
public record FailureRow(
    @Id int generation,
    Instant failedAt,
    String reason,
    @Nullable Integer statusCode,
    @Nullable Integer attempts) {}
