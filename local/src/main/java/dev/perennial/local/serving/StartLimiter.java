package dev.perennial.local.serving;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits how many functions start at the same time to one for every two cores. A start keeps two
 * cores busy: if five start at once, the first is ready when the last is; if they start one after
 * the other, the first is ready after a fifth of that time, and the last no later.
 */
final class StartLimiter {

  private static final int CORES_PER_START = 2;

  private final Semaphore permits;
  private final Duration maxStartTime;

  /**
   * @param maxStartTime a permit is released after this time even if the function is not ready
   */
  StartLimiter(int cores, Duration maxStartTime) {
    this.permits = new Semaphore(Math.max(1, cores / CORES_PER_START), true);
    this.maxStartTime = maxStartTime;
  }

  /** Waits for a permit. First come, first served. */
  Permit acquire() throws InterruptedException {
    permits.acquire();
    return new Permit();
  }

  /** Allows one start, until it is released or the maximum start time has passed. */
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
