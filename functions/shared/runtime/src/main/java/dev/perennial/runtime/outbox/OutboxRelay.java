package dev.perennial.runtime.outbox;

import dev.perennial.runtime.database.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what was committed, then takes it out of the outbox: at least once, whatever fails in
 * between. A request never waits for Kafka. What cannot be published stays in the table; while the
 * function is awake it is tried again every {@value #SWEEP_EVERY_MILLIS} ms, and else with the next
 * invocation. What can never be published stays in the table as well, set aside with the reason,
 * and is not tried again.
 *
 * <pre>
 *   commit ──> queue ──> Kafka ──acknowledged──> DELETE
 *                │         └──────never────────> set aside
 *                └─full or failed: the row stays ──> sweep ──> Kafka ──> as above
 * </pre>
 *
 * <p>Of all events that are about to be published, {@value #MEMORY_BYTES} bytes are kept in memory;
 * the rest is left to the sweep, which reads them page by page.
 */
public final class OutboxRelay implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
  private static final long SWEEP_EVERY_MILLIS = 2_000;
  private static final long POLL_FOR_MILLIS = 200;
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

  /** Small beside the 80 MiB of heap that a function has. */
  private static final int MEMORY_BYTES = 4 * 1024 * 1024;

  private static final int GATHER_BYTES = 1024 * 1024;

  /** So much less than what makes a row stranded that no sweep takes what is still gathered. */
  private static final Duration GATHER_FOR = Duration.ofSeconds(1);

  private static final ScopedValue<Gathering> GATHERING = ScopedValue.newInstance();

  private final EventPublisher publisher;
  private final OutboxSweep sweep;
  private final Semaphore memory = new Semaphore(MEMORY_BYTES);
  private final BlockingQueue<OutboxRow> committed = new LinkedBlockingQueue<>();
  private final Thread thread = Thread.ofPlatform().name("outbox-relay").unstarted(this::run);
  private long nextSweep = System.nanoTime();
  private volatile boolean closing;

  public OutboxRelay(Database database, EventPublisher publisher) {
    this.publisher = publisher;
    this.sweep = new OutboxSweep(database, publisher);
  }

  /** Starts with what an earlier instance left behind. */
  public void start() {
    thread.start();
  }

  /** How many events of this function are set aside because they can never be published. */
  public long refused() {
    return sweep.refused();
  }

  /**
   * Takes memory for a row, which {@link #publish} or {@link #forget} gives back. If there is none
   * the row is not to be kept: the sweep publishes it.
   */
  boolean reserve(OutboxRow row) {
    return memory.tryAcquire(row.heapBytes());
  }

  /** Takes a committed row whose memory is reserved. */
  void publish(OutboxRow row) {
    if (GATHERING.isBound()) {
      GATHERING.get().add(row);
    } else {
      committed.add(row);
    }
  }

  /** Gives back the memory of a row that is not published from here. */
  void forget(OutboxRow row) {
    memory.release(row.heapBytes());
  }

  /**
   * Begins to gather what is committed by work of many transactions, so that what its events wake
   * does not work beside it.
   */
  public Gathering gather() {
    return new Gathering();
  }

  /** Publishes what was committed before, for {@code CLOSE_WITHIN} at most, and stops. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(CLOSE_WITHIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    publisher.close();
  }

  private void run() {
    while (!closing || !committed.isEmpty()) {
      try {
        if (isSweepDue()) {
          // Set before, for a sweep may fail.
          sweepAgainAfter(SWEEP_EVERY_MILLIS);
          sweepAgainAfter(sweep.advance(() -> closing) ? SWEEP_EVERY_MILLIS : 0);
        }
        publishCommitted();
      } catch (RuntimeException e) {
        LOG.warn(
            "The outbox could not be emptied; its rows stay and are tried again in {} ms",
            SWEEP_EVERY_MILLIS,
            e);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /**
   * Not while rows wait in the queue: the sweep would take them for stranded and publish them too.
   */
  private boolean isSweepDue() {
    return !closing && committed.isEmpty() && millisToSweep() <= 0;
  }

  private long millisToSweep() {
    return TimeUnit.NANOSECONDS.toMillis(nextSweep - System.nanoTime());
  }

  private void sweepAgainAfter(long millis) {
    nextSweep = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void publishCommitted() throws InterruptedException {
    var page = new ArrayList<OutboxRow>();
    try {
      takeCommitted(page);
      if (!page.isEmpty()) {
        var batch = PublishedBatch.of(page, publisher);
        sweep.settle(batch);
      }
    } finally {
      page.forEach(this::forget);
    }
  }

  private void takeCommitted(List<OutboxRow> page) throws InterruptedException {
    var wait = closing ? 0 : Math.clamp(millisToSweep(), 0, POLL_FOR_MILLIS);
    var bytes = 0;
    for (var row = committed.poll(wait, TimeUnit.MILLISECONDS);
        row != null;
        row = bytes < OutboxSweep.PAGE_BYTES ? committed.poll() : null) {
      page.add(row);
      bytes += row.heapBytes();
    }
  }

  /** What was committed and not handed on yet; for many threads. */
  public final class Gathering implements AutoCloseable {

    private final List<OutboxRow> rows = new ArrayList<>();
    private int bytes;
    private long since;

    private Gathering() {}

    /** Does a part of the work on the caller's thread, and gathers what it commits. */
    public <T> T with(Supplier<T> part) {
      return ScopedValue.where(GATHERING, this).call(part::get);
    }

    /**
     * Publishes what was gathered: at the latest a second after the first of it, though open, and
     * when it has {@value #GATHER_BYTES} bytes.
     */
    @Override
    public synchronized void close() {
      committed.addAll(rows);
      rows.clear();
      bytes = 0;
    }

    private synchronized void add(OutboxRow row) {
      if (rows.isEmpty()) {
        since = System.nanoTime();
      }
      rows.add(row);
      bytes += row.heapBytes();
      if (bytes > GATHER_BYTES || System.nanoTime() - since > GATHER_FOR.toNanos()) {
        close();
      }
    }
  }
}
