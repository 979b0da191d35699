package dev.perennial.taskapi;

import java.util.Optional;
import java.util.UUID;

/** Ids as they come in. */
final class Ids {

  private Ids() {}

  /** Empty if it is not written as a UUID is; Java's own parser also takes shortened ones. */
  static Optional<UUID> parse(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }
}
