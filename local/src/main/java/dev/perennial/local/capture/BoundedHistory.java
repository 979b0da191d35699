package dev.perennial.local.capture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest 5,000 items. Thread-safe. */
public final class BoundedHistory<T> {

  private static final int CAPACITY = 5_000;

  private final Deque<T> newestFirst = new ArrayDeque<>();

  public synchronized void add(T item) {
    newestFirst.addFirst(item);
    if (newestFirst.size() > CAPACITY) {
      newestFirst.removeLast();
    }
  }

  public synchronized List<T> newestFirst() {
    return List.copyOf(newestFirst);
  }

  public synchronized void clear() {
    newestFirst.clear();
  }
}
