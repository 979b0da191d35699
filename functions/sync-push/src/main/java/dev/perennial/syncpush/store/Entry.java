package dev.perennial.syncpush.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event in somebody's feed, as the API answers it.
 *
 * @param seq 1 for the first of the feed, and one more for each after it
 * @param id the CloudEvents id
 * @param data the event's payload, which is JSON already
 */
@JsonPropertyOrder({"seq", "id", "type", "time", "subject", "actor", "data"})
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Entry(
    long seq,
    String id,
    String type,
    Instant time,
    @Nullable String subject,
    @Nullable String actor,
    @JsonRawValue String data) {}
