package dev.perennial.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A replay: events of a period that are sent again to one function.
 *
 * @param mode missing or force
 * @param state running, paused, cancelled or finished
 * @param from the events that came into their topic then or later
 * @param to the events that came into their topic before
 * @param sent how many were sent so far
 * @param reason why effects are repeated; null if they are not
 */
public record ReplaySnapshot(
    UUID id,
    String function,
    String mode,
    String state,
    Instant from,
    Instant to,
    long sent,
    @Nullable String reason) {

  public ReplaySnapshot {
    Required.present("id", id);
    Required.present("function", function);
    Required.present("mode", mode);
    Required.present("state", state);
    Required.present("from", from);
    Required.present("to", to);
  }
}
