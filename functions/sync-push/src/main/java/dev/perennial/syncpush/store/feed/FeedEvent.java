package dev.perennial.syncpush.store.feed;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event in the shape in which feeds store it.
 *
 * @param time when it happened, by its source
 * @param data its payload as JSON in one line
 */
public record FeedEvent(
    String id,
    String source,
    String type,
    Instant time,
    @Nullable String subject,
    @Nullable String actor,
    String data) {}
