package dev.perennial.local.serving;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock whose time changes only when a test sets it. */
final class SettableClock implements InstantSource {

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  void advance(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
