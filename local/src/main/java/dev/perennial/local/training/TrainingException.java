package dev.perennial.local.training;

/** Why there is no cache now. The functions work without: they only start more slowly. */
public final class TrainingException extends Exception {

  private static final long serialVersionUID = 1L;

  TrainingException(String message) {
    super(message);
  }

  TrainingException(Throwable cause) {
    super(cause);
  }
}
