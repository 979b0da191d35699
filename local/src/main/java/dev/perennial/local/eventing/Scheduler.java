package dev.perennial.local.eventing;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that wakes somebody, so that nobody has to look at it again and again. */
public interface Scheduler extends InstantSource {

  /** Runs this once, at the instant or soon after it; at once if it has passed. */
  ScheduledTask schedule(Instant instant, Runnable task);

  /** Something that is going to ring. */
  @FunctionalInterface
  interface ScheduledTask {

    /** It rings no more, if it has not rung yet. */
    void cancel();
  }
}
