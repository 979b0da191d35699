package dev.perennial.syncpush.stream;

import java.time.Duration;

/** An instant in the future, by the monotonic clock. */
record Deadline(long nanoTime) {

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** The remaining time in nanoseconds; zero or negative once the deadline is reached. */
  long nanosLeft() {
    return nanoTime - System.nanoTime();
  }

  boolean isReached() {
    return nanosLeft() <= 0;
  }

  /** The earlier of the two. */
  Deadline earlierOf(Deadline other) {
    return nanosLeft() <= other.nanosLeft() ? this : other;
  }

  Duration left() {
    return Duration.ofNanos(Math.max(0, nanosLeft()));
  }
}
