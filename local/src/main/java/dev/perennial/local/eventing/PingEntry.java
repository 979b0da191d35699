package dev.perennial.local.eventing;

import dev.perennial.local.eventing.AlarmClock.Alarm;
import dev.perennial.local.manifest.PingSource;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One PingSource at work: a single alarm, for its next tick. Ticks that pass while nobody can hear
 * the alarm are not caught up.
 */
final class PingEntry {

  private final PingSource source;
  private final AlarmClock clock;
  private final Consumer<PingSource> tick;
  private @Nullable Instant next;
  private @Nullable Alarm alarm;
  private boolean removed;

  PingEntry(PingSource source, AlarmClock clock, Consumer<PingSource> tick) {
    this.source = source;
    this.clock = clock;
    this.tick = tick;
  }

  PingSource source() {
    return source;
  }

  synchronized void setAlarm() {
    next = removed ? null : source.schedule().next(clock.instant()).orElse(null);
    alarm = next == null ? null : clock.set(next, this::ring);
  }

  private void ring() {
    if (isDue()) {
      tick.accept(source);
      setAlarm();
    }
  }

  private synchronized boolean isDue() {
    if (removed || next == null) {
      return false;
    }
    // The timer may run ahead of the clock that the schedule is written for.
    if (clock.instant().isBefore(next)) {
      alarm = clock.set(next, this::ring);
      return false;
    }
    return true;
  }

  synchronized void remove() {
    removed = true;
    if (alarm != null) {
      alarm.cancel();
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
