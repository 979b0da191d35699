package dev.perennial.syncpush.stream;

import dev.perennial.syncpush.store.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a stream is told from outside: that there is more, and that it is to end. Whoever tells it
 * never waits, however slow the stream is, and it holds a few entries at most: what it does not
 * hold, the stream reads from the table.
 */
final class Mailbox {

  private static final int ENTRIES = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();
  private final TreeMap<Long, Entry> entries = new TreeMap<>();
  private long latest;
  private @Nullable Bye bye;

  /** The feed has come to this number. */
  void heard(long seq) {
    lock.lock();
    try {
      if (seq > latest) {
        latest = seq;
        told.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #heard(long)}, and this is what came. */
  void heard(Entry entry) {
    lock.lock();
    try {
      if (entries.size() < ENTRIES) {
        entries.put(entry.seq(), entry);
      }
      heard(entry.seq());
    } finally {
      lock.unlock();
    }
  }

  /** The stream is to end; the first reason counts. */
  void end(Bye why) {
    lock.lock();
    try {
      bye = bye == null ? why : bye;
      told.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is more than this, or an end, but not longer than so many nanoseconds. */
  void await(long position, long nanos) throws InterruptedException {
    lock.lock();
    try {
      for (long left = nanos; left > 0 && bye == null && latest <= position; ) {
        left = told.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Those that follow this one without a gap, taken out; maybe none though there is more. */
  List<Entry> after(long position) {
    lock.lock();
    try {
      entries.headMap(position, true).clear();
      var following = new ArrayList<Entry>();
      for (long next = position + 1; entries.containsKey(next); next++) {
        following.add(entries.remove(next));
      }
      return following;
    } finally {
      lock.unlock();
    }
  }

  boolean hasMoreThan(long position) {
    return latest() > position;
  }

  /** How far the feed is known to have come. */
  long latest() {
    lock.lock();
    try {
      return latest;
    } finally {
      lock.unlock();
    }
  }

  /** What was heard is not in the table, which has come to this number; unless more was heard. */
  void correct(long heard, long seq) {
    lock.lock();
    try {
      latest = latest == heard ? seq : latest;
    } finally {
      lock.unlock();
    }
  }

  @Nullable Bye bye() {
    lock.lock();
    try {
      return bye;
    } finally {
      lock.unlock();
    }
  }
}
