package dev.perennial.reminders.store;

import dev.perennial.runtime.Trace;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Work that nobody waits for and that takes up all that has happened until it begins: once for a
 * whole burst of those who ask is enough, and once more for who asked while it was under way.
 */
final class OneAtATime implements AutoCloseable {

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

  /** Does it when what is under way is done, unless that is waited for already. */
  void soon(Runnable work) {
    var trace = Trace.current();
    thread.execute(
        () -> {
          try (var same = Trace.resume(trace)) {
            work.run();
          }
        });
  }

  /** Ends what was asked for; what is asked for from now on is not done. */
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
