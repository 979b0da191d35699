package dev.perennial.auditsink.chain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an entry says in the clear of an event: who did what kind of thing to what, and when. People
 * are ids of the identity provider here; what they wrote is in the payload, which is sealed.
 *
 * @param owner whose chain it is in
 * @param time when it happened, by its source; to the microsecond
 * @param readers who may see it: who could see what it tells when it happened, and who did it
 */
public record Facts(
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

  public Facts {
    time = time.truncatedTo(ChronoUnit.MICROS);
    taskIds = List.copyOf(taskIds);
    readers = List.copyOf(readers);
  }
}
