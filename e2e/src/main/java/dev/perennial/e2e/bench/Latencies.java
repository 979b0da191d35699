package dev.perennial.e2e.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Durations of one kind, sorted. */
record Latencies(long[] sortedNanos) {

  static Latencies of(List<Duration> durations) {
    return new Latencies(durations.stream().mapToLong(Duration::toNanos).sorted().toArray());
  }

  /** Measures the same work this many times in sequence. */
  static Latencies timed(int times, Runnable work) {
    return timed(times, () -> {}, work);
  }

  /**
   * As {@link #timed(int, Runnable)}.
   *
   * @param before is run before each time and not measured
   */
  static Latencies timed(int times, Runnable before, Runnable work) {
    var nanos = new long[times];
    for (int i = 0; i < times; i++) {
      nanos[i] = nanos(before, work);
    }
    Arrays.sort(nanos);
    return new Latencies(nanos);
  }

  static long nanos(Runnable before, Runnable work) {
    before.run();
    var started = System.nanoTime();
    work.run();
    return System.nanoTime() - started;
  }

  /** The percentile by nearest rank, in ms. */
  double percentile(double part) {
    var rank = (int) Math.ceil(part * sortedNanos.length);
    return sortedNanos[Math.max(rank, 1) - 1] / 1e6;
  }

  int count() {
    return sortedNanos.length;
  }

  @Override
  public String toString() {
    return Arrays.toString(sortedNanos);
  }
}
