package dev.perennial.local.eventing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Schedules tasks with the JVM's timer. */
public final class TimerScheduler implements Scheduler, AutoCloseable {

  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("alarms").factory());

  public TimerScheduler(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Instant instant() {
    return clock.instant();
  }

  @Override
  public ScheduledTask schedule(Instant instant, Runnable task) {
    long nanos = Math.max(Duration.between(clock.instant(), instant).toNanos(), 0);
    ScheduledFuture<?> alarm = timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
    return () -> alarm.cancel(false);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
