package dev.perennial.auditsink.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

@MappedEntity
record LostRow(@Id String eventId, String source, String type, Instant enteredAt) {

  Lost lost() {
    return new Lost(enteredAt, new Lost.Event(source, eventId, type));
  }
}
