package dev.perennial.local.serving;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Measures how long a function has had no request. */
final class IdleTimer {

  private final InstantSource clock;
  private final Duration limit;
  private int open;
  private Instant lastBusy;

  IdleTimer(InstantSource clock, Duration limit) {
    this.clock = clock;
    this.limit = limit;
    this.lastBusy = clock.instant();
  }

  /** Counts a request as open, including one that still waits for a slot. */
  synchronized void requestStarted() {
    open++;
  }

  synchronized void requestFinished() {
    open--;
    lastBusy = clock.instant();
  }

  synchronized boolean isExpired() {
    return open == 0 && !clock.instant().isBefore(lastBusy.plus(limit));
  }
}
