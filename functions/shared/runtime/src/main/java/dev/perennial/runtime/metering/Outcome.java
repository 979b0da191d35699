package dev.perennial.runtime.metering;

import java.util.Locale;

/** How an invocation ended. */
public enum Outcome {
  /** It did what it was asked for. */
  DONE,

  /** The event, or the request with this idempotency key, had taken effect before. */
  DUPLICATE,

  /** The function or something that it needs has failed; the caller may try again. */
  FAILED,

  /** The event cannot be processed, and becomes a dead letter. */
  PARKED,

  /** Another delivery of the event is being processed. */
  IN_PROGRESS,

  /** The request is not acceptable. */
  REFUSED;

  /** By the status of the response (RFC 9110, section 15). */
  static Outcome of(int status) {
    return status < 400 ? DONE : status < 500 ? REFUSED : FAILED;
  }

  /** As in the table. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
