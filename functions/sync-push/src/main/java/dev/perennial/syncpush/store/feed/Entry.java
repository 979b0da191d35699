package dev.perennial.syncpush.store.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event in a user's feed, in the shape in which the API returns it.
 *
 * @param seq 1 for the first entry of the feed, and one more for each entry after it
 * @param id the CloudEvents id
 * @param data the event's payload as JSON in one line
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
    @JsonRawValue String data) {

  /** An estimate of the memory that an entry takes without its payload, in bytes. */
  private static final int OVERHEAD_BYTES = 512;

  /** An estimate of the memory that the entry takes, in bytes, for a payload of mostly ASCII. */
  public long memoryBytes() {
    return data.length() + (long) OVERHEAD_BYTES;
  }
}
