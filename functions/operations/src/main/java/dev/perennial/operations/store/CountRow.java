package dev.perennial.operations.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/**
 * How many events of a type the ledger of the function gave this answer for.
 *
 * @param answer MISSING, or a state of the ledger
 */
@MappedEntity(schema = "operations", value = "replay_counts")
public record CountRow(@Id String eventType, String answer, long events) {}
