package dev.perennial.api.request;

import java.util.Optional;
import java.util.UUID;

/** Ids as they come in. */
public final class Ids {

  public static final String MADE = "must be a UUID of version 4 or 7";

  private Ids() {}

  /** Empty if it is not written as a UUID is; Java's own parser also takes shortened ones. */
  public static Optional<UUID> parse(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  /**
   * An id that a client has made up. Names become ids here too, by other versions of UUIDs: nobody
   * can take the id of somebody's inbox, or of a task that is yet to come.
   */
  public static Optional<UUID> parseMade(String text) {
    return parse(text).filter(id -> id.version() == 4 || id.version() == 7);
  }
}
