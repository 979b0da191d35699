package dev.perennial.auditsink.store;

import dev.perennial.auditsink.chain.PayloadKeys;
import dev.perennial.auditsink.chain.SealingKey;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@MappedEntity(value = "keys", schema = "audit")
record KeyRow(
    @Id String owner, UUID id, byte[] sealed, Instant createdAt, @Nullable UUID sealedBy) {

  static KeyRow of(String owner, SealingKey key, SealingKey payloadKey, Instant createdAt) {
    return new KeyRow(owner, key.id(), key.sealedBy(payloadKey, owner), createdAt, payloadKey.id());
  }

  SealingKey key(PayloadKeys payloadKeys) {
    return payloadKeys.open(id, owner, sealed);
  }
}
