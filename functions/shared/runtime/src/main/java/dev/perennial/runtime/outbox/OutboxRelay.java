package dev.perennial.runtime.outbox;

import dev.perennial.runtime.database.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what was committed, then takes it out of the outbox: at least once, whatever fails in
 * between. A request never waits for Kafka. What cannot be published stays in the table; while the
 * function is awake it is tried again every {@value #SWEEP_EVERY_MILLIS} ms, and else with the next
 * invocation.
 *
 * <pre>
 *   commit ──> queue ──> Kafka ──acknowledged──> DELETE
 *                └─full or failed: the row stays ──> sweep ──> Kafka ──> DELETE
 * </pre>
 */
public final class OutboxRelay implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
  private static final long SWEEP_EVERY_MILLIS = 2_000;

  /** Younger rows are still on their way through some instance's queue. */
  private static final Duration STRANDED_AFTER = Duration.ofSeconds(5);

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);
  private static final int BATCH = 500;

  /** So much less than what makes a row stranded that no sweep takes what is still gathered. */
  private static final Duration GATHER_FOR = Duration.ofSeconds(1);

  private static final ScopedValue<Gathering> GATHERING = ScopedValue.newInstance();

  private final Database database;
  private final OutboxRepository rows;
  private final EventPublisher publisher;
  private final BlockingQueue<OutboxRow> committed = new ArrayBlockingQueue<>(4 * BATCH);
  private final Thread thread = Thread.ofPlatform().name("outbox-relay").unstarted(this::run);
  private long nextSweep = System.nanoTime();
  private volatile boolean closing;

  public OutboxRelay(Database database, EventPublisher publisher) {
    this.database = database;
    this.rows = database.repository(OutboxRepository.class);
    this.publisher = publisher;
  }

  /** Starts with what an earlier instance left behind. */
  public void start() {
    thread.start();
  }

  /** Takes a committed row; the full queue's overflow is left to the sweep. */
  void publish(OutboxRow row) {
    if (GATHERING.isBound()) {
      GATHERING.get().add(row);
    } else {
      committed.offer(row);
    }
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
          // Set before, for a sweep may fail. A full batch says that there is more.
          sweepAgainAfter(SWEEP_EVERY_MILLIS);
          sweepAgainAfter(sweep() == BATCH ? 0 : SWEEP_EVERY_MILLIS);
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
    return !closing && committed.isEmpty() && System.nanoTime() - nextSweep >= 0;
  }

  private void sweepAgainAfter(long millis) {
    nextSweep = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void publishCommitted() throws InterruptedException {
    var first = committed.poll(closing ? 0 : SWEEP_EVERY_MILLIS / 10, TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    var batch = new ArrayList<OutboxRow>();
    batch.add(first);
    committed.drainTo(batch, BATCH - 1);
    var acknowledged = publish(batch);
    if (!acknowledged.isEmpty()) {
      database.inTransaction(() -> delete(acknowledged));
    }
  }

  /** Publishes a batch of what earlier commits left, and answers how many the topic now holds. */
  private int sweep() {
    return database.inTransaction(
        () -> {
          var stranded = rows.claimOlderThan(STRANDED_AFTER.toSeconds(), BATCH);
          if (stranded.isEmpty()) {
            return 0;
          }
          LOG.info(
              "Publishing {} events that an earlier commit left in the outbox", stranded.size());
          return delete(publish(stranded));
        });
  }

  private int delete(List<UUID> acknowledged) {
    if (!acknowledged.isEmpty()) {
      rows.delete(acknowledged);
    }
    return acknowledged.size();
  }

  /** Sends all, and gives those that the topic holds for good. */
  private List<UUID> publish(List<OutboxRow> batch) {
    var pending = new ArrayList<CompletableFuture<Void>>(batch.size());
    for (var row : batch) {
      var sent = publisher.publish(row.topic(), row.event());
      pending.add(sent);
      if (sent.isCompletedExceptionally()) {
        // Kafka is away; sending the rest would only wait as long for each.
        break;
      }
    }
    var acknowledged = new ArrayList<UUID>(batch.size());
    for (int i = 0; i < pending.size(); i++) {
      if (succeeded(pending.get(i))) {
        acknowledged.add(batch.get(i).id());
      }
    }
    return acknowledged;
  }

  private static boolean succeeded(CompletableFuture<Void> sent) {
    try {
      sent.join();
      return true;
    } catch (CompletionException e) {
      LOG.warn("Kafka did not take an event; it stays in the outbox: {}", e.getCause().toString());
      return false;
    }
  }

  /** What was committed and not handed on yet; for many threads. */
  public final class Gathering implements AutoCloseable {

    private final List<OutboxRow> rows = new ArrayList<>();
    private long since;

    private Gathering() {}

    /** Does a part of the work on the caller's thread, and gathers what it commits. */
    public <T> T with(Supplier<T> part) {
      return ScopedValue.where(GATHERING, this).call(part::get);
    }

    /** Publishes what was gathered: at the latest a second after the first of it, though open. */
    @Override
    public synchronized void close() {
      rows.forEach(committed::offer);
      rows.clear();
    }

    private synchronized void add(OutboxRow row) {
      if (rows.isEmpty()) {
        since = System.nanoTime();
      }
      rows.add(row);
      if (System.nanoTime() - since > GATHER_FOR.toNanos()) {
        close();
      }
    }
  }
}
