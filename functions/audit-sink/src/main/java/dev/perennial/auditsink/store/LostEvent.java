package dev.perennial.auditsink.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that was stored and is no longer in any chain.
 *
 * @param event null for users who may not know: it can be the event of somebody else
 */
public record LostEvent(Instant enteredAt, @Nullable Identity event) {

  /** What the ledger has of the event, which does not include the owner. */
  public record Identity(String source, String id, String type) {}

  public LostEvent withoutEvent() {
    return new LostEvent(enteredAt, null);
  }
}
