package dev.perennial.events;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A redrive: dead letters that are sent again to the functions that could not process them.
 *
 * @param state running, paused, cancelled or finished
 * @param letters how many were chosen when it was created
 * @param resolved how many of them took effect or need none
 * @param failed how many failed again
 * @param reason why it was paused; null if a person did it
 */
public record RedriveSnapshot(
    UUID id, String state, long letters, long resolved, long failed, @Nullable String reason) {

  public RedriveSnapshot {
    Required.present("id", id);
    Required.present("state", state);
  }
}
