package dev.perennial.runtime.ledger;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** The identity of an event in the ledger: its CloudEvents source and id. */
@MappedEntity(schema = "runtime", value = "ledger")
record LedgerRow(@Id String eventId, String source) {}
