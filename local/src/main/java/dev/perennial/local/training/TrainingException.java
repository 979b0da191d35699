package dev.perennial.local.training;

/** No cache was created. The functions work without one, but start more slowly. */
public final class TrainingException extends Exception {

  private static final long serialVersionUID = 1L;

  TrainingException(String message) {
    super(message);
  }

  TrainingException(Throwable cause) {
    super(cause);
  }
}
