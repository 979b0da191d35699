package dev.perennial.runtime.web;

import org.springframework.http.HttpStatus;

/** An answer other than "done" to a delivery; its status tells the broker whether to come back. */
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
