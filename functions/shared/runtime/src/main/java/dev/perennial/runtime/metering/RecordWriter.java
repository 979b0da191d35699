package dev.perennial.runtime.metering;

import dev.perennial.runtime.database.RedactedFault;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records in batches: {@value #AT_ONCE} of them, or all that wait one second after the
 * first. A batch that cannot be written is tried again; meanwhile at most {@value #MAX_WAITING}
 * records wait in memory, and more are dropped and counted. While no record waits there is no
 * thread and no timer.
 */
final class RecordWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RecordWriter.class);

  private static final int AT_ONCE = 500;

  /** About 1 KB each, of a heap of 80 MiB. */
  private static final int MAX_WAITING = 5_000;

  private static final Duration AFTER_FIRST = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  private final RecordSink sink;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<InvocationRecord> waiting = new ArrayDeque<>();
  private @Nullable Thread thread;
  private boolean closing;
  private long dropped;

  /** How many records the next batch may have; used by one thread at a time. */
  private int allowed = AT_ONCE;

  RecordWriter(RecordSink sink) {
    this.sink = sink;
  }

  void add(InvocationRecord ended) {
    lock.lock();
    try {
      if (waiting.size() >= MAX_WAITING) {
        dropped++;
        return;
      }
      waiting.add(ended);
      if (thread == null && !closing) {
        thread = Thread.ofVirtual().name("metering").start(this::writeUntilNoneWaits);
      } else if (waiting.size() == AT_ONCE) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void writeUntilNoneWaits() {
    try {
      await(AFTER_FIRST, this::isBatchFull);
      while (!isDone()) {
        if (write(false)) {
          await(AFTER_FIRST, this::isBatchFull);
        } else {
          await(AFTER_FAILURE, () -> false);
        }
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isBatchFull() {
    return waiting.isEmpty() || waiting.size() >= AT_ONCE;
  }

  private void await(Duration atMost, BooleanSupplier condition) throws InterruptedException {
    var nanos = atMost.toNanos();
    lock.lock();
    try {
      while (!closing && nanos > 0 && !condition.getAsBoolean()) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isDone() {
    lock.lock();
    try {
      if (closing || waiting.isEmpty()) {
        thread = null;
        changed.signalAll();
        return true;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @return false if it should be tried again later
   */
  private boolean write(boolean isLast) {
    var batch = next();
    try {
      sink.write(batch, isLast);
      remove(batch.size());
      allowed = Math.min(AT_ONCE, 2 * allowed);
      return true;
    } catch (RecordSink.RefusedRecords refused) {
      return isolate(batch, refused);
    } catch (RuntimeException fault) {
      LOG.warn(
          "{} invocations could not be recorded; they are tried again in {} s",
          batch.size(),
          AFTER_FAILURE.toSeconds(),
          RedactedFault.of(fault));
      return false;
    }
  }

  /** The next batches are smaller, down to the one record that is refused. */
  private boolean isolate(List<InvocationRecord> batch, RecordSink.RefusedRecords refused) {
    if (batch.size() > 1) {
      allowed = batch.size() / 2;
    } else {
      LOG.error("An invocation cannot be recorded, and is left out", RedactedFault.of(refused));
      remove(batch.size());
    }
    return true;
  }

  private List<InvocationRecord> next() {
    lock.lock();
    try {
      var batch = new ArrayList<InvocationRecord>();
      for (var each : waiting) {
        if (batch.size() == allowed) {
          break;
        }
        batch.add(each);
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void remove(int written) {
    lock.lock();
    try {
      for (int i = 0; i < written; i++) {
        waiting.remove();
      }
      if (dropped > 0) {
        LOG.warn("{} invocations were not recorded, since too many waited to be written", dropped);
        dropped = 0;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Writes what waits, and that this process has stopped by itself. Tries it once. */
  @Override
  public void close() {
    try {
      if (awaitThread()) {
        while (writeLast()) {
          // The next batch.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitThread() throws InterruptedException {
    var nanos = CLOSE_WITHIN.toNanos();
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
      while (thread != null && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return thread == null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @return whether there is more to write
   */
  private boolean writeLast() {
    var isLast = waiting() <= allowed;
    return write(isLast) && !(isLast && waiting() == 0);
  }

  private int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }
}
