package dev.perennial.api.memory;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits how many bytes of responses are in memory at the same time, for any number of clients and
 * however slowly they read. One user gets at most a quarter, so that the slow connections of one
 * user do not block all other users.
 */
public final class MemoryBudget {

  private static final int USERS_SHARE = 4;

  private final long userLimit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private final Map<String, Long> usedByUser = new HashMap<>();
  private long free;

  /**
   * @param bytes the maximum that is reserved at the same time
   */
  public MemoryBudget(long bytes) {
    this.free = bytes;
    this.userLimit = bytes / USERS_SHARE;
  }

  /** A fraction of the heap, such as a sixteenth. */
  public static MemoryBudget ofHeap(int fraction) {
    return new MemoryBudget(Runtime.getRuntime().maxMemory() / fraction);
  }

  /**
   * Reserves this many bytes and waits until they are free. If the user, or the whole budget, has
   * nothing reserved, they are always granted, even if they exceed its limit.
   *
   * @return empty if they are not free in time
   */
  public Optional<Reservation> reserve(String user, long bytes, Duration timeout)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = timeout.toNanos();
      while (!isFree(user, bytes)) {
        if (nanos <= 0) {
          return Optional.empty();
        }
        nanos = released.awaitNanos(nanos);
      }
      add(user, bytes);
      return Optional.of(new Reservation(user, bytes));
    } finally {
      lock.unlock();
    }
  }

  /** Reserves this many bytes if they are free now. */
  public Optional<Reservation> tryReserve(String user, long bytes) {
    lock.lock();
    try {
      if (!isFree(user, bytes)) {
        return Optional.empty();
      }
      add(user, bytes);
      return Optional.of(new Reservation(user, bytes));
    } finally {
      lock.unlock();
    }
  }

  /** The number of waiting callers. */
  int waiting() {
    lock.lock();
    try {
      return lock.getWaitQueueLength(released);
    } finally {
      lock.unlock();
    }
  }

  private boolean isFree(String user, long bytes) {
    var used = usedByUser.getOrDefault(user, 0L);
    return (usedByUser.isEmpty() || bytes <= free) && (used == 0 || used + bytes <= userLimit);
  }

  private void add(String user, long bytes) {
    free -= bytes;
    usedByUser.merge(user, bytes, (used, more) -> used + more == 0 ? null : used + more);
  }

  /** Bytes that are reserved until it is closed. */
  public final class Reservation implements AutoCloseable {

    private final String user;
    private long bytes;

    private Reservation(String user, long bytes) {
      this.user = user;
      this.bytes = bytes;
    }

    /**
     * Changes the reservation to the size that is needed, at once, even if more than the free
     * bytes.
     */
    public void resize(long needed) {
      lock.lock();
      try {
        add(user, needed - bytes);
        bytes = needed;
        released.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /** Closing it again has no effect. */
    @Override
    public void close() {
      resize(0);
    }
  }
}
