package dev.perennial.auditsink.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

@MappedEntity
record LostEventRow(@Id String eventId, String source, String type, Instant enteredAt) {

  LostEvent lost() {
    return new LostEvent(enteredAt, new LostEvent.Identity(source, eventId, type));
  }
}
