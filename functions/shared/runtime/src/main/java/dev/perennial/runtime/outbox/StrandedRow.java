package dev.perennial.runtime.outbox;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/**
 * A row of the outbox without its event.
 *
 * @param bytes the size of its attributes and data
 */
@MappedEntity(schema = "runtime", value = "outbox")
record StrandedRow(@Id UUID id, String topic, Instant createdAt, long bytes) {}
