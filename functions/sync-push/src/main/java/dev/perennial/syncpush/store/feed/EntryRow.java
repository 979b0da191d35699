package dev.perennial.syncpush.store.feed;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

// An entry with its event. The key is (user, seq); only the statements of EntryRows and FeedRows
// write it.
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
