package dev.perennial.auditsink.store;

import dev.perennial.auditsink.chain.Entry;
import dev.perennial.auditsink.chain.EventMetadata;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.MappedProperty;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@MappedEntity(value = "entries", schema = "audit")
record EntryRow(
    @Id long number,
    String owner,
    String eventId,
    String source,
    String type,
    @Nullable String subject,
    Instant time,
    @Nullable String actor,
    @Nullable String listId,
    @MappedProperty(type = DataType.STRING_ARRAY) List<String> taskIds,
    @MappedProperty(type = DataType.STRING_ARRAY) List<String> readers,
    Instant receivedAt,
    UUID keyId,
    byte[] payload,
    byte[] previousHash,
    byte[] hash) {

  static EntryRow of(Entry entry) {
    EventMetadata metadata = entry.metadata();
    return new EntryRow(
        entry.number(),
        metadata.owner(),
        metadata.eventId(),
        metadata.source(),
        metadata.type(),
        metadata.subject(),
        metadata.time(),
        metadata.actor(),
        metadata.listId(),
        metadata.taskIds(),
        metadata.readers(),
        entry.receivedAt(),
        entry.keyId(),
        entry.payload(),
        HexFormat.of().parseHex(entry.previousHash()),
        HexFormat.of().parseHex(entry.hash()));
  }

  TrailQuery.Position position() {
    return new TrailQuery.Position(time, number, owner);
  }

  Entry entry() {
    var metadata =
        new EventMetadata(
            owner, eventId, source, type, subject, time, actor, listId, taskIds, readers);
    return new Entry(
        metadata,
        number,
        receivedAt,
        keyId,
        payload,
        HexFormat.of().formatHex(previousHash),
        HexFormat.of().formatHex(hash));
  }
}
