package dev.perennial.local.eventing;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that wakes somebody, so that nobody has to look at it again and again. */
public interface AlarmClock extends InstantSource {

  /** Runs this once, at the instant or soon after it; at once if it has passed. */
  Alarm set(Instant instant, Runnable ring);

  /** Something that is going to ring. */
  @FunctionalInterface
  interface Alarm {

    /** It rings no more, if it has not rung yet. */
    void cancel();
  }
}
