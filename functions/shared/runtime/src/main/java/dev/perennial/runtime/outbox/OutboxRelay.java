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
 * Publishes committed events and then deletes them from the outbox. Each event is published at
 * least once, whatever fails in between. Requests never wait for Kafka. An event that cannot be
 * published now stays in the table. It is retried every {@value #SWEEP_EVERY_MILLIS} ms while the
 * function is running, once more when it stops, and then on the next invocation. An event that can
 * never be published also stays in the table. It is set aside with the reason and is not retried.
 *
 * <pre>
 *   commit ──> queue ──> Kafka ──acknowledged──> DELETE
 *                │         └──────never────────> set aside
 *                └─full or failed: the row stays ──> sweep ──> Kafka ──> as above
 * </pre>
 *
 * <p>At most {@value #MEMORY_BYTES} bytes of the events that wait to be published are kept in
 * memory. The sweep reads the others page by page.
 */
public final class OutboxRelay implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
  private static final long SWEEP_EVERY_MILLIS = 2_000;
  private static final long POLL_FOR_MILLIS = 200;
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);

  /**
   * Leaves time for the page that is being sent, because the publisher may block for 3 s before it
   * gives up.
   */
  private static final Duration RETRY_ON_CLOSE_FOR = Duration.ofSeconds(6);

  /** Small compared with a function's heap of 80 MiB. */
  private static final int MEMORY_BYTES = 4 * 1024 * 1024;

  private static final int GATHER_BYTES = 1024 * 1024;

  /**
   * Well below {@link OutboxSweep#STRANDED_AFTER}, so that no sweep claims rows that are still
   * being gathered.
   */
  private static final Duration GATHER_FOR = Duration.ofSeconds(1);

  private static final ScopedValue<Gathering> GATHERING = ScopedValue.newInstance();

  private final EventPublisher publisher;
  private final OutboxSweep sweep;
  private final Semaphore memory = new Semaphore(MEMORY_BYTES);
  private final BlockingQueue<PendingEvent> committed = new LinkedBlockingQueue<>();
  private final Thread thread = Thread.ofPlatform().name("outbox-relay").unstarted(this::run);
  private long nextSweep = System.nanoTime();
  private volatile boolean closing;

  /** Whether an event of this instance was not published right after its commit. */
  private volatile boolean left;

  public OutboxRelay(Database database, EventPublisher publisher) {
    this.publisher = publisher;
    this.sweep = new OutboxSweep(database, publisher);
  }

  /** Starts the relay. It begins with the events that earlier instances left in the outbox. */
  public void start() {
    thread.start();
  }

  /**
   * The number of this function's events that are set aside because they can never be published.
   */
  public long refused() {
    return sweep.refused();
  }

  /**
   * Reserves memory for a row. It is released after {@link #publish} or by {@link #release}.
   *
   * @return false if there is not enough memory; the row must not be kept then, and the sweep
   *     publishes it
   */
  boolean reserve(PendingEvent row) {
    if (memory.tryAcquire(row.heapBytes())) {
      return true;
    }
    left = true;
    return false;
  }

  /** Queues a committed row whose memory is reserved. */
  void publish(PendingEvent row) {
    if (GATHERING.isBound()) {
      GATHERING.get().add(row);
    } else {
      committed.add(row);
    }
  }

  /** Releases the memory of a row that this relay will not publish. */
  void release(PendingEvent row) {
    memory.release(row.heapBytes());
  }

  /**
   * Starts to gather the events that many transactions commit. They are published later, so that
   * the functions they trigger do not run at the same time as these transactions.
   */
  public Gathering gather() {
    return new Gathering();
  }

  /**
   * Publishes the events that are already committed, also those that Kafka did not accept before,
   * waits at most 10 s for this, and stops. What is left then is published on the next invocation.
   */
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
          // Set first, because the sweep may fail.
          sweepAgainAfter(SWEEP_EVERY_MILLIS);
          sweepAgainAfter(sweep.advance(() -> closing) ? SWEEP_EVERY_MILLIS : 0);
        }
        publishCommitted();
      } catch (RuntimeException e) {
        left = true;
        LOG.warn(
            "The outbox could not be emptied; its rows stay and are tried again in {} ms",
            SWEEP_EVERY_MILLIS,
            e);
      } catch (InterruptedException e) {
        return;
      }
    }
    if (left) {
      publishLeft();
    }
  }

  /**
   * An idle function is stopped before the next sweep if its first connection to Kafka took long.
   * Its next invocation may be far off.
   */
  private void publishLeft() {
    var end = System.nanoTime() + RETRY_ON_CLOSE_FOR.toNanos();
    try {
      sweep.publishAll(() -> System.nanoTime() - end > 0);
    } catch (RuntimeException e) {
      LOG.warn("The outbox could not be emptied; its rows are tried again on the next start", e);
    }
  }

  /**
   * Returns false while rows wait in the queue. The sweep would consider them stranded and publish
   * them again.
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
    var page = new ArrayList<PendingEvent>();
    try {
      takeCommitted(page);
      if (!page.isEmpty()) {
        var batch = PublishedBatch.of(page, publisher);
        sweep.settle(batch);
        if (!batch.isComplete()) {
          left = true;
        }
      }
    } finally {
      page.forEach(this::release);
    }
  }

  private void takeCommitted(List<PendingEvent> page) throws InterruptedException {
    var wait = closing ? 0 : Math.clamp(millisToSweep(), 0, POLL_FOR_MILLIS);
    var bytes = 0;
    for (var row = committed.poll(wait, TimeUnit.MILLISECONDS);
        row != null;
        row = bytes < OutboxSweep.PAGE_BYTES ? committed.poll() : null) {
      page.add(row);
      bytes += row.heapBytes();
    }
  }

  /** Events that were committed but are not queued yet. Thread-safe. */
  public final class Gathering implements AutoCloseable {

    private final List<PendingEvent> rows = new ArrayList<>();
    private int bytes;
    private long since;

    private Gathering() {}

    /** Runs a part of the work on the caller's thread and gathers the events that it commits. */
    public <T> T with(Supplier<T> part) {
      return ScopedValue.where(GATHERING, this).call(part::get);
    }

    /**
     * Publishes the gathered events. This also happens before the call: when an event is added, if
     * the gathered events exceed {@value #GATHER_BYTES} bytes or the first one is over one second
     * old.
     */
    @Override
    public synchronized void close() {
      committed.addAll(rows);
      rows.clear();
      bytes = 0;
    }

    private synchronized void add(PendingEvent row) {
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
