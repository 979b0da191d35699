package dev.perennial.reminderscheduler.alarm;

import dev.perennial.runtime.Trace;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs background work one at a time and coalesces a burst: of all work submitted while one runs,
 * only the first is run afterwards. Suits work that always handles the current state.
 */
final class CoalescingExecutor implements AutoCloseable {

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(15);

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          0,
          1,
          1,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(1),
          Thread.ofVirtual().factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  /** Runs the work after the running one has ended; discards it if other work already waits. */
  void submit(Runnable work) {
    String trace = Trace.current();
    thread.execute(
        () -> {
          try (Trace.Scope same = Trace.resume(trace)) {
            work.run();
          }
        });
  }

  /** Runs what was submitted, for at most 15 seconds; later submissions are discarded. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException stopping) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
