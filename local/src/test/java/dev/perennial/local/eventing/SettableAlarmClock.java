package dev.perennial.local.eventing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands still until it is told to go on, and then rings what it passes. */
final class SettableAlarmClock implements AlarmClock {

  private record Ring(Instant at, Runnable ring) {}

  private final List<Ring> rings = new CopyOnWriteArrayList<>();
  private volatile Instant now;

  SettableAlarmClock(String now) {
    this.now = Instant.parse(now);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public Alarm set(Instant instant, Runnable ring) {
    Ring set = new Ring(instant, ring);
    rings.add(set);
    return () -> rings.remove(set);
  }

  List<Instant> set() {
    return rings.stream().map(Ring::at).sorted().toList();
  }

  /** Passes every alarm on the way at its own time. */
  void advance(Duration time) {
    Instant end = now.plus(time);
    for (var next = firstUntil(end); next != null; next = firstUntil(end)) {
      now = next.at();
      ring(next);
    }
    now = end;
  }

  /** As when the machine was suspended: whoever is due hears the alarm late, and once. */
  void jump(Duration time) {
    now = now.plus(time);
    rings.stream().filter(ring -> !ring.at().isAfter(now)).forEach(this::ring);
  }

  private Ring firstUntil(Instant end) {
    return rings.stream()
        .filter(ring -> !ring.at().isAfter(end))
        .min(Comparator.comparing(Ring::at))
        .orElse(null);
  }

  private void ring(Ring ring) {
    rings.remove(ring);
    ring.ring().run();
  }
}
