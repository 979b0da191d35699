package dev.perennial.operations.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger of a function says about an event.
 *
 * @param generation how often the event had been sent again before
 */
@MappedEntity(schema = "runtime", value = "ledger")
public record LedgerStateRow(
    @Id String consumer,
    String state,
    int attempts,
    int generation,
    @Nullable String reason,
    Instant changedAt) {}
