package dev.perennial.local.eventing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A scheduler whose time only a test changes; due tasks run in the calling thread. */
final class ManualScheduler implements Scheduler {

  private record Entry(Instant at, Runnable task) {}

  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private volatile Instant now;

  ManualScheduler(String now) {
    this.now = Instant.parse(now);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ScheduledTask schedule(Instant instant, Runnable task) {
    var entry = new Entry(instant, task);
    entries.add(entry);
    return () -> entries.remove(entry);
  }

  /** The instants of all tasks that have not run yet, earliest first. */
  List<Instant> scheduled() {
    return entries.stream().map(Entry::at).sorted().toList();
  }

  /** Moves the time forward and runs every task on the way at its own instant. */
  void advance(Duration time) {
    Instant end = now.plus(time);
    for (Entry next = firstUntil(end); next != null; next = firstUntil(end)) {
      now = next.at();
      run(next);
    }
    now = end;
  }

  /** Moves the time forward at once, as a suspended machine does: due tasks run late, and once. */
  void jump(Duration time) {
    now = now.plus(time);
    entries.stream().filter(entry -> !entry.at().isAfter(now)).forEach(this::run);
  }

  private @Nullable Entry firstUntil(Instant end) {
    return entries.stream()
        .filter(entry -> !entry.at().isAfter(end))
        .min(Comparator.comparing(Entry::at))
        .orElse(null);
  }

  private void run(Entry entry) {
    entries.remove(entry);
    entry.task().run();
  }
}
