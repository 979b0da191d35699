package dev.perennial.runtime.ledger;

import java.time.Duration;
import java.util.List;

/**
 * How long to wait after each failed attempt.
 *
 * @param waits after the first attempt, the second and so on; the attempt after the last wait is
 *     the last
 */
public record RetrySchedule(List<Duration> waits) {

  /** 1 s, 5 s and 25 s: four attempts within the 100 s that the broker waits for a response. */
  public static final RetrySchedule STANDARD =
      new RetrySchedule(
          List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(25)));

  /** Whether an event that failed so many times has no attempt left. */
  boolean exhausted(int failures) {
    return failures > waits.size();
  }

  /** The wait after the failure of this number, from 1. */
  Duration after(int failures) {
    return waits.get(Math.min(failures, waits.size()) - 1);
  }

  /** The longest of the waits. */
  Duration longest() {
    return waits.stream().max(Duration::compareTo).orElse(Duration.ZERO);
  }
}
