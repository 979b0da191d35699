package dev.perennial.api.request;

import java.util.Optional;
import java.util.UUID;

/** Parses the ids in requests. */
public final class Ids {

  /** The error for an id that {@link #parseClientId} does not accept. */
  public static final String INVALID_CLIENT_ID = "must be a UUID of version 4 or 7";

  private Ids() {}

  /**
   * Returns empty if the text is not in the standard form of a UUID. {@link UUID#fromString} alone
   * also accepts shortened forms.
   */
  public static Optional<UUID> parse(String text) {
    try {
      UUID id = UUID.fromString(text);
      return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException notOne) {
      return Optional.empty();
    }
  }

  /**
   * Parses an id that a client has generated; empty if it is not of version 4 or 7. Ids that are
   * derived from names have other versions. So no client can take the id of a user's inbox or of a
   * future occurrence.
   */
  public static Optional<UUID> parseClientId(String text) {
    return parse(text).filter(id -> id.version() == 4 || id.version() == 7);
  }
}
