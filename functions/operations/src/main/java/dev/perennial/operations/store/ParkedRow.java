package dev.perennial.operations.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** A parked event of a function's ledger. */
@MappedEntity(schema = "runtime", value = "ledger")
record ParkedRow(
    @Id String consumer,
    String attributes,
    byte[] data,
    String reason,
    int attempts,
    int generation) {}
