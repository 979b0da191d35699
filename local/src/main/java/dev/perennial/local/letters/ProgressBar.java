package dev.perennial.local.letters;

/** A bar of a fixed width, such as {@code [####....]}. */
final class ProgressBar {

  private static final int WIDTH = 30;

  private ProgressBar() {}

  /** Full if there is nothing to do. */
  static String of(long done, long all) {
    int filled = all == 0 ? WIDTH : (int) (WIDTH * done / all);
    return "[%s%s]".formatted("#".repeat(filled), ".".repeat(WIDTH - filled));
  }
}
