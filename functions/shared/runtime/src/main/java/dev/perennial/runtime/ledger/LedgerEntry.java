package dev.perennial.runtime.ledger;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** An event that reached this function, by its CloudEvents identity: source and id. */
@MappedEntity(schema = "runtime", value = "ledger")
record LedgerEntry(@Id String eventId, String source) {}
