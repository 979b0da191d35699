package dev.perennial.auditsink.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that was entered and is in no chain any more.
 *
 * @param event null for whoever may not know of what happens to others: it may be theirs
 */
public record Lost(Instant enteredAt, @Nullable Event event) {

  /** What the ledger knows of it; not whose it was. */
  public record Event(String source, String id, String type) {}

  public Lost withoutEvent() {
    return new Lost(enteredAt, null);
  }
}
