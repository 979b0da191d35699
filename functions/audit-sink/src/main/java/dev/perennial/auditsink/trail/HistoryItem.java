package dev.perennial.auditsink.trail;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perennial.auditsink.chain.EventMetadata;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One event in the history of a task.
 *
 * @param changes the changed fields, each with {@code from} and {@code to}; null if there are none
 */
record HistoryItem(
    Instant time,
    @Nullable String actor,
    String type,
    String sentence,
    String eventId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode changes) {

  static HistoryItem of(OpenedEntry opened) {
    EventMetadata metadata = opened.entry().metadata();
    return new HistoryItem(
        metadata.time(),
        metadata.actor(),
        metadata.type(),
        Sentence.of(opened),
        metadata.eventId(),
        changes(opened.data()));
  }

  private static @Nullable JsonNode changes(@Nullable JsonNode data) {
    JsonNode changes = data == null ? null : data.path("changes");
    return changes == null || changes.isEmpty() ? null : changes;
  }
}
