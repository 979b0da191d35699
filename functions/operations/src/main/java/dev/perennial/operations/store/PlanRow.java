package dev.perennial.operations.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/**
 * Letters that a redrive treats in the same way.
 *
 * @param answer what happens to them: {@code sent}; {@code processed} if the ledger says so
 *     already, and sending has no effect; otherwise why they are not sent
 */
@MappedEntity(schema = "operations", value = "dead_letters")
public record PlanRow(
    @Id String answer, String function, String type, String reason, long letters) {}
