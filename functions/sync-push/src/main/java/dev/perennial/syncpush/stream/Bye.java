package dev.perennial.syncpush.stream;

import java.util.Locale;

/** Why a stream ends by itself. */
public enum Bye {
  /** It has been open for as long as there is time for a request. */
  TIME,
  /** The token it was opened with ends. */
  TOKEN,
  /** Its user may not follow any more. */
  ACCESS,
  /** This instance stops. */
  STOPPING,
  /** The feed cannot be read now. */
  UNAVAILABLE;

  String reason() {
    return name().toLowerCase(Locale.ROOT);
  }
}
