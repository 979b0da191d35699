package dev.perennial.runtime.web;

/**
 * Carries the status of a delivery that is not acknowledged; it decides whether the broker retries.
 */
final class NotAcknowledged extends RuntimeException {

  static final int BAD_REQUEST = 400;
  static final int CONFLICT = 409;
  static final int UNPROCESSABLE = 422;
  static final int UNAVAILABLE = 503;

  private static final long serialVersionUID = 1L;

  private final int status;

  NotAcknowledged(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }

  /** True if the broker gives up at once, and its dead letter needs the reason. */
  boolean isParked() {
    return status == UNPROCESSABLE;
  }
}
