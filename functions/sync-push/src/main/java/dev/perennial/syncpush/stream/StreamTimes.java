package dev.perennial.syncpush.stream;

import dev.perennial.runtime.Settings;
import java.time.Duration;

/**
 * The time limits and intervals of streams.
 *
 * @param open the longest time that a stream is open
 * @param heartbeat the longest time without data sent; also the interval of lease renewals
 * @param poll how often the feeds are read, even if no nudges are received
 * @param write how long a write may wait for a client that accepts no data
 */
public record StreamTimes(Duration open, Duration heartbeat, Duration poll, Duration write) {

  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(45);

  /** More than one, so that an instance that renews late does not lose its leases. */
  private static final int HEARTBEATS_PER_LEASE = 3;

  /**
   * Reads {@code STREAM_SECONDS}, default 290, {@code HEARTBEAT_SECONDS}, default 15, {@code
   * CHECK_SECONDS}, default 5, and {@code WRITE_SECONDS}, default 20.
   */
  public static StreamTimes from(Settings settings) {
    return new StreamTimes(
        seconds(settings, "STREAM_SECONDS", 290),
        seconds(settings, "HEARTBEAT_SECONDS", 15),
        seconds(settings, "CHECK_SECONDS", 5),
        seconds(settings, "WRITE_SECONDS", 20));
  }

  /** How long a lease counts after it was last renewed. */
  public Duration lease() {
    var several = heartbeat.multipliedBy(HEARTBEATS_PER_LEASE);
    return several.compareTo(SHORTEST_LEASE) > 0 ? several : SHORTEST_LEASE;
  }

  private static Duration seconds(Settings settings, String variable, int defaultValue) {
    return Duration.ofSeconds(settings.wholeNumber(variable, defaultValue));
  }
}
