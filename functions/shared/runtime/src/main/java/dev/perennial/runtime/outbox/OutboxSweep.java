package dev.perennial.runtime.outbox;

import static java.util.stream.Collectors.joining;

import dev.perennial.runtime.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the events that earlier commits left in the outbox, oldest first and in passes. At most
 * {@value #PAGE_BYTES} bytes and one event are in memory, however long the outbox is. An event that
 * fails does not delay others. A pass tries each row once. Rows of a topic that is unavailable are
 * left to the next pass.
 *
 * <p>Rows are locked while they are sent, so that no two instances send the same row. They stay
 * locked for 1 s, plus the time until the publisher gives up the last page.
 */
final class OutboxSweep {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxSweep.class);

  /** Younger rows may still be in the queue of an instance. */
  static final Duration STRANDED_AFTER = Duration.ofSeconds(5);

  static final int PAGE_BYTES = 1024 * 1024;
  private static final int CLAIM = 500;
  private static final Duration LOCK_FOR = Duration.ofSeconds(1);

  private static final Instant FIRST_TIME = Instant.EPOCH;
  private static final UUID FIRST_ID = new UUID(0, 0);

  private final Database database;
  private final OutboxRows rows;
  private final EventPublisher publisher;

  private Instant afterTime = FIRST_TIME;
  private UUID afterId = FIRST_ID;
  private final Set<String> unavailable = new TreeSet<>();
  private final AtomicLong refused = new AtomicLong();

  OutboxSweep(Database database, EventPublisher publisher) {
    this.database = database;
    this.rows = database.repository(OutboxRows.class);
    this.publisher = publisher;
  }

  /**
   * The number of this function's events that are set aside because they can never be published.
   */
  long refused() {
    return refused.get();
  }

  /**
   * Continues the pass over the rows that are older than {@link #STRANDED_AFTER}, in a transaction
   * of its own.
   *
   * @param stop checked before each page
   * @return true if the pass is over; the next call begins with the oldest row again
   */
  boolean advance(BooleanSupplier stop) {
    return advance(STRANDED_AFTER, stop);
  }

  /**
   * Makes one pass over all rows, also those that another instance has just committed and may
   * publish at the same time.
   *
   * @param stop checked before each page; ends the pass
   */
  void publishAll(BooleanSupplier stop) {
    restart();
    while (!stop.getAsBoolean() && !advance(Duration.ZERO, stop)) {
      // The next part.
    }
  }

  private boolean advance(Duration olderThan, BooleanSupplier stop) {
    boolean over = true;
    try {
      over = database.inTransaction(() -> publishSome(olderThan, stop));
    } finally {
      if (over) {
        restart();
      }
    }
    return over;
  }

  private void restart() {
    afterTime = FIRST_TIME;
    afterId = FIRST_ID;
    unavailable.clear();
  }

  private boolean publishSome(Duration olderThan, BooleanSupplier stop) {
    if (afterId.equals(FIRST_ID)) {
      refused.set(rows.countRefused());
    }
    var since = System.nanoTime();
    var claimed =
        rows.claimStranded(
            olderThan.toSeconds(), afterTime, afterId, String.join(",", unavailable), CLAIM);
    if (!claimed.isEmpty() && unavailable.isEmpty()) {
      LOG.info("Publishing {} events that earlier commits left in the outbox", claimed.size());
    }
    for (var page : pages(claimed)) {
      if (stop.getAsBoolean() || System.nanoTime() - since > LOCK_FOR.toNanos()) {
        return false;
      }
      var without = publish(page);
      if (!without.isEmpty()) {
        // The next transaction continues from here without these topics. This one has taken long
        // enough.
        unavailable.addAll(without);
        return false;
      }
      afterTime = page.getLast().createdAt();
      afterId = page.getLast().id();
    }
    return claimed.size() < CLAIM;
  }

  private static List<List<StrandedRow>> pages(List<StrandedRow> claimed) {
    var pages = new ArrayList<List<StrandedRow>>();
    long bytes = PAGE_BYTES;
    for (var row : claimed) {
      if (bytes + row.bytes() > PAGE_BYTES) {
        pages.add(new ArrayList<>());
        bytes = 0;
      }
      pages.getLast().add(row);
      bytes += row.bytes();
    }
    return pages;
  }

  /** Publishes a page and returns the topics that are unavailable. */
  private Set<String> publish(List<StrandedRow> page) {
    var tooLarge = new LinkedHashMap<UUID, String>();
    var ids = new ArrayList<UUID>(page.size());
    for (var row : page) {
      if (row.bytes() > publisher.maxBytes()) {
        // Not read, because it may not fit into memory.
        tooLarge.put(
            row.id(),
            "it has %d bytes, and a request to Kafka %d at most"
                .formatted(row.bytes(), publisher.maxBytes()));
      } else {
        ids.add(row.id());
      }
    }
    setAside(tooLarge);
    if (ids.isEmpty()) {
      return Set.of();
    }
    var batch =
        PublishedBatch.of(rows.read(ids).stream().map(PendingEvent::of).toList(), publisher);
    settle(batch);
    return batch.unavailable();
  }

  /** Deletes the rows that were published and sets aside those that can never be published. */
  void settle(PublishedBatch batch) {
    batch.logUnavailable();
    if (!batch.refused().isEmpty()) {
      database.inTransaction(
          () -> {
            delete(batch.acknowledged());
            setAside(batch.refused());
          });
    } else {
      // Commits by itself, unless a transaction is open.
      delete(batch.acknowledged());
    }
  }

  private void delete(List<UUID> published) {
    if (!published.isEmpty()) {
      rows.delete(published.stream().map(UUID::toString).collect(joining(",")));
    }
  }

  private void setAside(Map<UUID, String> never) {
    never.forEach(
        (id, reason) -> {
          LOG.error(
              "Event {} can never be published; it is set aside in runtime.outbox and tried again"
                  + " only when its refused_at and refused_reason are set to NULL: {}",
              id,
              reason);
          rows.refuse(id, reason);
          refused.incrementAndGet();
        });
  }
}
