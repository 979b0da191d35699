package dev.perennial.syncpush.stream;

import dev.perennial.runtime.Settings;
import java.time.Duration;

/**
 * When things happen to streams.
 *
 * @param open how long a stream is open at most
 * @param heartbeat how long it is silent at most; leases are renewed as often
 * @param check how often the table is asked, whatever was heard
 * @param write how long a client may take none of what it is sent
 */
public record StreamTimes(Duration open, Duration heartbeat, Duration check, Duration write) {

  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(45);

  /** Some, so that an instance that is slow to renew does not lose its leases. */
  private static final int HEARTBEATS_IN_A_LEASE = 3;

  /**
   * {@code STREAM_SECONDS}, 290 unless told, {@code HEARTBEAT_SECONDS}, 15, {@code CHECK_SECONDS},
   * 5, and {@code WRITE_SECONDS}, 20.
   */
  public static StreamTimes from(Settings settings) {
    return new StreamTimes(
        seconds(settings, "STREAM_SECONDS", 290),
        seconds(settings, "HEARTBEAT_SECONDS", 15),
        seconds(settings, "CHECK_SECONDS", 5),
        seconds(settings, "WRITE_SECONDS", 20));
  }

  /** How long a stream counts that is not renewed. */
  public Duration lease() {
    var some = heartbeat.multipliedBy(HEARTBEATS_IN_A_LEASE);
    return some.compareTo(SHORTEST_LEASE) > 0 ? some : SHORTEST_LEASE;
  }

  private static Duration seconds(Settings settings, String variable, int otherwise) {
    return Duration.ofSeconds(settings.wholeNumber(variable, otherwise));
  }
}
