package dev.perennial.runtime.http;

import java.io.IOException;

/** The client sends a body, or accepts a response, more slowly than {@link MinimumRate} allows. */
public final class SlowClientException extends IOException {

  private static final long serialVersionUID = 1L;

  SlowClientException(String message) {
    super(message);
  }
}
