package dev.perennial.runtime.web;

import org.springframework.http.HttpStatus;

/**
 * Carries the status of a delivery that is not acknowledged; it decides whether the broker retries.
 */
final class NotAcknowledged extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final HttpStatus status;

  NotAcknowledged(HttpStatus status, String reason) {
    super(reason, null, false, false);
    this.status = status;
  }

  HttpStatus status() {
    return status;
  }
}
