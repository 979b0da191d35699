package dev.perennial.events;

import org.jspecify.annotations.Nullable;

/**
 * The client that a person used for a command.
 *
 * @param deviceId null if the client did not send one
 */
public record Client(String kind, @Nullable String deviceId) {

  public Client {
    Required.present("kind", kind);
  }
}
