package dev.perennial.runtime.http;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts requests whose response is not complete, and knows whether more are welcome. */
final class RequestsInProgress {

  /** Ends a request when closed. */
  @FunctionalInterface
  interface Request extends AutoCloseable {
    @Override
    void close();
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private volatile boolean draining;
  private int count;

  Request begin() {
    change(1);
    return () -> change(-1);
  }

  /** From now on a response should be the last one of its connection. */
  void drain() {
    draining = true;
  }

  boolean isDraining() {
    return draining;
  }

  private void change(int by) {
    lock.lock();
    try {
      count += by;
      if (count == 0) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until no request is in progress, at most so long.
   *
   * @return false if requests are still in progress
   */
  boolean awaitNone(Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (count > 0 && left > 0) {
        left = none.awaitNanos(left);
      }
      return count == 0;
    } finally {
      lock.unlock();
    }
  }
}
