package dev.perennial.events;

import org.jspecify.annotations.Nullable;

/**
 * The payload of every {@code replay.*} event.
 *
 * @param step of {@code replay.advanced} only: the step to be made; null otherwise
 */
public record ReplayEvent(ReplaySnapshot replay, @Nullable RedriveStep step) {

  public ReplayEvent {
    Required.present("replay", replay);
  }
}
