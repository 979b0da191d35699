package dev.perennial.auditsink.chain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The unencrypted part of an entry: who did what kind of thing to what, and when. Users appear as
 * ids of the identity provider; what they wrote is in the encrypted payload.
 *
 * @param owner the user whose chain has the entry
 * @param time when it happened, by its source; truncated to microseconds
 * @param readers who may read the entry: everyone who could see its content when it happened, and
 *     its actor
 */
public record EventMetadata(
    String owner,
    String eventId,
    String source,
    String type,
    @Nullable String subject,
    Instant time,
    @Nullable String actor,
    @Nullable String listId,
    List<String> taskIds,
    List<String> readers) {

  public EventMetadata {
    time = time.truncatedTo(ChronoUnit.MICROS);
    taskIds = List.copyOf(taskIds);
    readers = List.copyOf(readers);
  }
}
