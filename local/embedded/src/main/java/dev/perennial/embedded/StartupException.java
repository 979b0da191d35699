package dev.perennial.embedded;

/**
 * Why the platform does not start, in one line that says what to do about it. Whatever had started
 * is stopped.
 */
public final class StartupException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StartupException(String message) {
    super(message);
  }

  public StartupException(String message, Throwable cause) {
    super(message, cause);
  }
}
