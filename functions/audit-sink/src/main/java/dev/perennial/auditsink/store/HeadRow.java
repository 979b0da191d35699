package dev.perennial.auditsink.store;

import dev.perennial.events.ChainHead;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/** The head of a chain; in the table, the last dropped entry of a chain. */
@MappedEntity(value = "anchors", schema = "audit")
record HeadRow(@Id String owner, long number, byte[] hash, Instant receivedAt, UUID checkpointId) {

  ChainHead head() {
    return new ChainHead(owner, number, HexFormat.of().formatHex(hash));
  }

  HeadRow withCheckpoint(UUID checkpoint) {
    return new HeadRow(owner, number, hash, receivedAt, checkpoint);
  }
}
