package dev.perennial.local.serving;

import java.time.Duration;

/** A deadline on the monotonic clock. */
public record Deadline(long nanoTime) {

  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** Returns the remaining time in nanoseconds; zero or negative after the deadline. */
  public long nanosLeft() {
    return nanoTime - System.nanoTime();
  }

  /**
   * Returns the remaining time, but at least a millisecond, since clients reject a timeout of zero.
   */
  public Duration left() {
    return Duration.ofNanos(Math.max(nanosLeft(), 1_000_000));
  }
}
