package dev.perennial.reminderscheduler.alarm;

import dev.perennial.runtime.Trace;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs background work one at a time, a delay after it was submitted, and coalesces a burst: of all
 * work submitted while some already waits, none is run but the one that waits. Suits work that
 * always handles the current state.
 */
final class CoalescingExecutor implements AutoCloseable {

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(15);

  private final Duration delay;
  private final AtomicReference<@Nullable Runnable> waiting = new AtomicReference<>();
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Thread.ofVirtual().factory(), new DiscardPolicy());

  CoalescingExecutor(Duration delay) {
    this.delay = delay;
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Runs the work after the delay; discards it if other work already waits. */
  void submit(Runnable work) {
    String trace = Trace.current();
    Runnable traced =
        () -> {
          try (Trace.Scope same = Trace.resume(trace)) {
            work.run();
          }
        };
    if (!thread.isShutdown() && waiting.compareAndSet(null, traced)) {
      var _ = thread.schedule(this::runWaiting, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void runWaiting() {
    Runnable work = waiting.getAndSet(null);
    if (work != null) {
      work.run();
    }
  }

  /**
   * Runs what waits, without its delay, for at most 15 seconds; later submissions are discarded.
   */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
      runWaiting();
    } catch (InterruptedException stopping) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
