package dev.perennial.auditsink.store;

import dev.perennial.events.CheckpointEvent;
import dev.perennial.events.EventJson;
import java.time.Instant;
import java.util.UUID;

/**
 * A page of a checkpoint as it is stored.
 *
 * @param signed the JSON that was published
 */
public record SignedPage(Instant madeAt, UUID id, int page, String signed) {

  static final SignedPage BEFORE_FIRST = new SignedPage(TrailQuery.EVER, new UUID(0, 0), 0, "");

  public CheckpointEvent event() {
    return EventJson.MAPPER.readValue(signed, CheckpointEvent.class);
  }
}
