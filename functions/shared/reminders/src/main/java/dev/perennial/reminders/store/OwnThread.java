package dev.perennial.reminders.store;

import dev.perennial.runtime.Trace;
import java.util.concurrent.CompletableFuture;

/** Work whose transactions are its own, though the caller has one open, or one just committed. */
final class OwnThread {

  private OwnThread() {}

  /**
   * Returns when the work is done.
   *
   * @throws java.util.concurrent.CompletionException with what the work threw
   */
  static void run(Runnable work) {
    var trace = Trace.current();
    CompletableFuture.runAsync(
            () -> {
              try (var same = Trace.resume(trace)) {
                work.run();
              }
            },
            task -> Thread.ofVirtual().start(task))
        .join();
  }
}
