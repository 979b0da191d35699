package dev.perennial.local.serving;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the requests and events that were sent to each function, by hour (UTC): a count that does
 * not depend on what the functions record of themselves. Probes are not counted. It begins with the
 * platform.
 */
public final class RequestLog {

  private record Key(String function, Instant hour) {}

  private final Map<Key, LongAdder> counts = new ConcurrentHashMap<>();
  private final InstantSource clock;

  RequestLog(InstantSource clock) {
    this.clock = clock;
  }

  /** The requests that a function has got within an hour. */
  public record Requests(String function, Instant hour, long requests) {}

  void count(String function, Instant sentAt) {
    counts
        .computeIfAbsent(
            new Key(function, sentAt.truncatedTo(ChronoUnit.HOURS)), _ -> new LongAdder())
        .increment();
  }

  Instant now() {
    return clock.instant();
  }

  /** Ordered by function and hour. */
  public List<Requests> items() {
    return counts.entrySet().stream()
        .map(
            each ->
                new Requests(each.getKey().function(), each.getKey().hour(), each.getValue().sum()))
        .sorted(Comparator.comparing(Requests::function).thenComparing(Requests::hour))
        .toList();
  }
}
