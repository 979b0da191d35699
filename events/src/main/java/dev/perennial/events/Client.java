package dev.perennial.events;

import org.jspecify.annotations.Nullable;

/** What a person acted with. */
public record Client(String kind, @Nullable String deviceId) {

  public Client {
    Required.present("kind", kind);
  }
}
