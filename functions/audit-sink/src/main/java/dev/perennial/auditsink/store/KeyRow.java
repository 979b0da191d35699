package dev.perennial.auditsink.store;

import dev.perennial.auditsink.chain.Key;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

@MappedEntity(value = "keys", schema = "audit")
record KeyRow(@Id String owner, UUID id, byte[] sealed, Instant createdAt) {

  Key key(Key master) {
    return Key.openedBy(master, id, owner, sealed);
  }
}
