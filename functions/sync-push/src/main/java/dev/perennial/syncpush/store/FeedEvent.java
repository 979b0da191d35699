package dev.perennial.syncpush.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as feeds keep it.
 *
 * @param time when it happened at its source
 * @param data its payload, as JSON in one line
 */
public record FeedEvent(
    String id,
    String source,
    String type,
    Instant time,
    @Nullable String subject,
    @Nullable String actor,
    String data) {}
