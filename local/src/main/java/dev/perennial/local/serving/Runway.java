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
final class Runway {

  private static final int CORES_OF_A_START = 2;

  private final Semaphore lanes;
  private final Duration longest;

  /**
   * @param longest whoever is not ready by then is slow for another reason, and makes room
   */
  Runway(int cores, Duration longest) {
    this.lanes = new Semaphore(Math.max(1, cores / CORES_OF_A_START), true);
    this.longest = longest;
  }

  /** Waits until there is room for one more start; first come, first served. */
  Clearance enter() throws InterruptedException {
    lanes.acquire();
    return new Clearance();
  }

  /** Room for one start, until it is given back or has been held for the longest time. */
  final class Clearance {

    private final CompletableFuture<Void> end =
        new CompletableFuture<Void>()
            .completeOnTimeout(null, longest.toMillis(), TimeUnit.MILLISECONDS);

    private Clearance() {
      var _ = end.thenRun(lanes::release);
    }

    void giveBack() {
      end.complete(null);
    }
  }
}
