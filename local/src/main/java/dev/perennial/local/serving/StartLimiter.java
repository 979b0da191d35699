package dev.perennial.local.serving;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets functions start one after the other where a cluster would give each its own cores. A start
 * keeps two cores busy: of five at once the first is ready when the last is, of five in a row the
 * first after a fifth of that time, and the last no later.
 */
final class StartLimiter {

  private static final int CORES_PER_START = 2;

  private final Semaphore permits;
  private final Duration maxStartTime;

  /**
   * @param maxStartTime whoever is not ready by then is slow for another reason, and makes room
   */
  StartLimiter(int cores, Duration maxStartTime) {
    this.permits = new Semaphore(Math.max(1, cores / CORES_PER_START), true);
    this.maxStartTime = maxStartTime;
  }

  /** Waits until there is room for one more start; first come, first served. */
  Permit acquire() throws InterruptedException {
    permits.acquire();
    return new Permit();
  }

  /** Room for one start, until it is given back or has been held for the maxStartTime time. */
  final class Permit {

    private final CompletableFuture<Void> end =
        new CompletableFuture<Void>()
            .completeOnTimeout(null, maxStartTime.toMillis(), TimeUnit.MILLISECONDS);

    private Permit() {
      var _ = end.thenRun(permits::release);
    }

    void release() {
      end.complete(null);
    }
  }
}
