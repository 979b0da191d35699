package dev.perennial.syncpush.store;

import dev.perennial.api.identity.Caller;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** Whom a ticket lets in. */
@MappedEntity(schema = "sync", value = "tickets")
record TicketRow(@Id String userId, Instant tokenUntil) {

  Caller caller() {
    return new Caller(userId, tokenUntil);
  }
}
