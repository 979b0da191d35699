package dev.perennial.auditsink.store;

import dev.perennial.events.Checkpoint;
import dev.perennial.events.CheckpointEvent;
import dev.perennial.events.EventJson;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

@MappedEntity(value = "checkpoints", schema = "audit")
record CheckpointRow(
    @Id UUID id,
    int page,
    String kind,
    Instant madeAt,
    String firstOwner,
    String lastOwner,
    String signed,
    byte[] digest) {

  static CheckpointRow of(CheckpointEvent event, byte[] digest) {
    Checkpoint checkpoint = event.checkpoint();
    return new CheckpointRow(
        checkpoint.id(),
        checkpoint.page(),
        checkpoint.kind().name(),
        checkpoint.madeAt(),
        checkpoint.heads().getFirst().owner(),
        checkpoint.heads().getLast().owner(),
        EventJson.MAPPER.writeValueAsString(event),
        digest);
  }

  SignedPage signedPage() {
    return new SignedPage(madeAt, id, page, signed);
  }
}
