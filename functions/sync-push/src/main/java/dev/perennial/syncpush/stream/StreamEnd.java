package dev.perennial.syncpush.stream;

import java.util.Locale;

/** Why the server ends a stream; the reason of the event {@code bye}. */
public enum StreamEnd {
  /** It has been open for the longest time allowed. */
  TIME,
  /** The token with which it was opened has expired. */
  TOKEN,
  /** Its user was deleted. */
  ACCESS,
  /** This instance is stopping. */
  STOPPING,
  /** The feed cannot be read now. */
  UNAVAILABLE;

  String reason() {
    return name().toLowerCase(Locale.ROOT);
  }
}
