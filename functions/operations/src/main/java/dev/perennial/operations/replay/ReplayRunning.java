package dev.perennial.operations.replay;

/** Another replay of the function has not ended. */
public final class ReplayRunning extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ReplayRunning(String function) {
    super(
        "a replay for %s has not ended; wait for its end, or cancel it".formatted(function),
        null,
        false,
        false);
  }
}
