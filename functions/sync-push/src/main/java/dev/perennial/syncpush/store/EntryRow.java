package dev.perennial.syncpush.store;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

// A row's identity is the user and the number; it is only ever written by statements of its own.
@MappedEntity(schema = "sync", value = "entries")
record EntryRow(
    @Id long seq,
    String eventId,
    String type,
    Instant time,
    @Nullable String subject,
    @Nullable String actor,
    String data) {

  Entry entry() {
    return new Entry(seq, eventId, type, time, subject, actor, data);
  }
}
