package dev.perennial.events;

import org.jspecify.annotations.Nullable;

/**
 * The payload of every {@code redrive.*} event.
 *
 * @param step of {@code redrive.advanced} only: the step to be made; null otherwise
 */
public record RedriveEvent(RedriveSnapshot redrive, @Nullable RedriveStep step) {

  public RedriveEvent {
    Required.present("redrive", redrive);
  }
}
