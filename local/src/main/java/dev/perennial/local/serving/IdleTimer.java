package dev.perennial.local.serving;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Knows whether a function has had nothing to do for as long as it may. */
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

  /** A request came: one that waits for its turn counts as well. */
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
