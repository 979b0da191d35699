package dev.perennial.local.training;

/** Why there is no cache now. The functions work without: they only start more slowly. */
public final class TrainingFailed extends Exception {

  private static final long serialVersionUID = 1L;

  TrainingFailed(String message) {
    super(message);
  }

  TrainingFailed(Throwable cause) {
    super(cause);
  }
}
