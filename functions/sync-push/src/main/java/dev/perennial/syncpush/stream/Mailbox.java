package dev.perennial.syncpush.stream;

import dev.perennial.api.memory.MemoryBudget;
import dev.perennial.syncpush.store.feed.Entry;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Passes signals to the thread of a stream: that its feed has new entries, and that it must end.
 * Senders never wait, however slow the stream's client is. The mailbox keeps a few entries if there
 * is memory for them. The stream reads the others from the table.
 */
final class Mailbox implements AutoCloseable {

  private static final int MAX_ENTRIES = 16;

  private final String user;
  private final MemoryBudget memory;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final TreeMap<Long, Stored> entries = new TreeMap<>();
  private long latest;
  private @Nullable StreamEnd end;
  private boolean closed;

  private record Stored(Entry entry, MemoryBudget.Reservation reservation) {}

  Mailbox(String user, MemoryBudget memory) {
    this.user = user;
    this.memory = memory;
  }

  /** Signals the number of the newest entry of the feed. */
  void advance(long seq) {
    lock.lock();
    try {
      if (seq > latest) {
        latest = seq;
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #advance(long)}, and keeps the entry if there is room for it. */
  void add(Entry entry) {
    lock.lock();
    try {
      if (!closed && entries.size() < MAX_ENTRIES && !entries.containsKey(entry.seq())) {
        memory
            .tryReserve(user, entry.memoryBytes())
            .ifPresent(reservation -> entries.put(entry.seq(), new Stored(entry, reservation)));
      }
      advance(entry.seq());
    } finally {
      lock.unlock();
    }
  }

  /** Signals that the stream must end. Only the first reason is used. */
  void end(StreamEnd reason) {
    lock.lock();
    try {
      end = end == null ? reason : end;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there are entries after this number or the stream must end, at most this many
   * nanoseconds.
   */
  void await(long position, long nanos) throws InterruptedException {
    lock.lock();
    try {
      for (long left = nanos; left > 0 && end == null && latest <= position; ) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the entry after this number, if the mailbox has it. It is kept until {@link
   * #discardUpTo}.
   */
  Optional<Entry> next(long position) {
    lock.lock();
    try {
      return Optional.ofNullable(entries.get(position + 1)).map(Stored::entry);
    } finally {
      lock.unlock();
    }
  }

  /** Discards the entries up to and including this number. */
  void discardUpTo(long position) {
    lock.lock();
    try {
      discard(entries.headMap(position, true));
    } finally {
      lock.unlock();
    }
  }

  private static void discard(Map<Long, Stored> discarded) {
    discarded.values().forEach(stored -> stored.reservation().close());
    discarded.clear();
  }

  boolean hasMoreThan(long position) {
    return latest() > position;
  }

  /** The highest number of an entry that was signalled. */
  long latest() {
    lock.lock();
    try {
      return latest;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reverts a signalled number that the table does not have, unless a newer one was signalled
   * since.
   *
   * @param signalled the number to revert
   * @param seq the number of the newest entry in the table
   */
  void correct(long signalled, long seq) {
    lock.lock();
    try {
      latest = latest == signalled ? seq : latest;
    } finally {
      lock.unlock();
    }
  }

  @Nullable StreamEnd end() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** Discards all entries and keeps no more. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      discard(entries);
    } finally {
      lock.unlock();
    }
  }
}
