package dev.perennial.auditsink.store;

import dev.perennial.auditsink.chain.SealingKey;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

@MappedEntity(value = "keys", schema = "audit")
record KeyRow(@Id String owner, UUID id, byte[] sealed, Instant createdAt) {

  SealingKey key(SealingKey master) {
    return SealingKey.openedBy(master, id, owner, sealed);
  }
}
