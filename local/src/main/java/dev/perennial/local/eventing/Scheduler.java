package dev.perennial.local.eventing;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that also runs tasks at given instants. */
public interface Scheduler extends InstantSource {

  /** Runs the task once, at the instant or soon after it; immediately if it has passed. */
  ScheduledTask schedule(Instant instant, Runnable task);

  /** A task that has not run yet. */
  @FunctionalInterface
  interface ScheduledTask {

    /** Prevents the task from running, unless it already ran. */
    void cancel();
  }
}
