package dev.perennial.auditsink.store;

import dev.perennial.events.CheckpointEvent;
import dev.perennial.events.EventJson;
import java.time.Instant;
import java.util.UUID;

/**
 * A stored page of a checkpoint.
 *
 * @param signed the JSON that was published
 */
public record SignedPage(Instant madeAt, UUID id, int page, String signed) {

  static final SignedPage BEFORE_FIRST = new SignedPage(TrailQuery.MIN_TIME, new UUID(0, 0), 0, "");

  public CheckpointEvent event() {
    return EventJson.MAPPER.readValue(signed, CheckpointEvent.class);
  }
}
