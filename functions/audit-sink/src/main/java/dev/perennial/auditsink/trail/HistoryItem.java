package dev.perennial.auditsink.trail;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One act in the history of a task.
 *
 * @param changes the fields that changed, each with from and to; null if none did
 */
record HistoryItem(
    Instant time,
    @Nullable String actor,
    String type,
    String sentence,
    String eventId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode changes) {

  static HistoryItem of(OpenedEntry opened) {
    var facts = opened.entry().facts();
    return new HistoryItem(
        facts.time(),
        facts.actor(),
        facts.type(),
        Sentence.of(opened),
        facts.eventId(),
        changes(opened.data()));
  }

  private static @Nullable JsonNode changes(@Nullable JsonNode data) {
    var changes = data == null ? null : data.path("changes");
    return changes == null || changes.isEmpty() ? null : changes;
  }
}
