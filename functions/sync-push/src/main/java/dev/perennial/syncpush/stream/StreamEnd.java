package dev.perennial.syncpush.stream;

/** Why the server ends a stream; the reason of the event {@code bye}. */
public enum StreamEnd {
  /** It has been open for the longest time allowed. */
  TIME_LIMIT("time"),
  /** The token with which it was opened has expired. */
  TOKEN_EXPIRED("token"),
  USER_DELETED("access"),
  /** This instance is stopping. */
  STOPPING("stopping"),
  /** The feed cannot be read now. */
  UNAVAILABLE("unavailable");

  private final String reason;

  StreamEnd(String reason) {
    this.reason = reason;
  }

  /** The reason as clients get it. */
  String reason() {
    return reason;
  }
}
