package dev.perennial.local.eventing;

import dev.perennial.local.eventing.Scheduler.ScheduledTask;
import dev.perennial.local.manifest.PingSource;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A scheduled PingSource: only its next tick is scheduled. Missed ticks are not caught up. */
final class PingEntry {

  private final PingSource source;
  private final Scheduler scheduler;
  private final Consumer<PingSource> tick;
  private @Nullable Instant next;
  private @Nullable ScheduledTask pending;
  private boolean removed;

  PingEntry(PingSource source, Scheduler scheduler, Consumer<PingSource> tick) {
    this.source = source;
    this.scheduler = scheduler;
    this.tick = tick;
  }

  PingSource source() {
    return source;
  }

  synchronized void schedule() {
    next = removed ? null : source.schedule().next(scheduler.instant()).orElse(null);
    pending = next == null ? null : scheduler.schedule(next, this::fire);
  }

  private void fire() {
    if (isDue()) {
      tick.accept(source);
      schedule();
    }
  }

  private synchronized boolean isDue() {
    if (removed || next == null) {
      return false;
    }
    // The timer may fire before the wall clock reaches the scheduled instant.
    if (scheduler.instant().isBefore(next)) {
      pending = scheduler.schedule(next, this::fire);
      return false;
    }
    return true;
  }

  synchronized void remove() {
    removed = true;
    if (pending != null) {
      pending.cancel();
    }
  }

  synchronized PingStatus status() {
    return new PingStatus(
        source.name(),
        source.spec().schedule(),
        Optional.ofNullable(source.spec().timezone()).orElse("UTC"),
        next);
  }
}
