package dev.perennial.local.infra;

/**
 * Why the platform does not start, in one line that says what to do about it. Whatever had started
 * is stopped.
 */
public final class CannotStart extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public CannotStart(String message) {
    super(message);
  }

  public CannotStart(String message, Throwable cause) {
    super(message, cause);
  }
}
