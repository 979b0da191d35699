package dev.perennial.syncpush.stream;

import java.time.Duration;

/** A moment ahead, by the clock that nobody sets. */
record Deadline(long nanoTime) {

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  /** Zero or less when it has come. */
  long nanosLeft() {
    return nanoTime - System.nanoTime();
  }

  boolean hasCome() {
    return nanosLeft() <= 0;
  }

  /** The one of the two that comes first. */
  Deadline or(Deadline other) {
    return nanosLeft() <= other.nanosLeft() ? this : other;
  }

  Duration left() {
    return Duration.ofNanos(Math.max(0, nanosLeft()));
  }
}
