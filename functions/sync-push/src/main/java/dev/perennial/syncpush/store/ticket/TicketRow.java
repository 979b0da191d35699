package dev.perennial.syncpush.store.ticket;

import dev.perennial.api.identity.Caller;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** The user of a ticket, and when the token ends that it was issued for. */
@MappedEntity(schema = "sync", value = "tickets")
record TicketRow(@Id String userId, Instant tokenUntil) {

  Caller caller() {
    return new Caller(userId, tokenUntil);
  }
}
