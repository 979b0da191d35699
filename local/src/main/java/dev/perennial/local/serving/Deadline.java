package dev.perennial.local.serving;

import java.time.Duration;

/** A moment by which something must have happened, on a clock that nobody can set. */
public record Deadline(long nanoTime) {

  public static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** What is left in nanoseconds; zero or less when it is over. */
  public long nanosLeft() {
    return nanoTime - System.nanoTime();
  }

  /** What is left, at least a millisecond: what clients take as a time-out must not be zero. */
  public Duration left() {
    return Duration.ofNanos(Math.max(nanosLeft(), 1_000_000));
  }
}
