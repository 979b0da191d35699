package dev.perennial.runtime.http;

import java.time.Duration;

/**
 * The rate at which a client must send or accept data: after a grace time, so many bytes a second
 * on average. Only time counts that the server spends waiting for the client.
 */
final class MinimumRate {

  private static final long BYTES_PER_SECOND = 1024;

  private final long graceNanos;
  private long waited;
  private long bytes;

  MinimumRate(Duration grace) {
    this.graceNanos = grace.toNanos();
  }

  /**
   * Counts data that the server has waited for.
   *
   * @param nanos how long the server has waited
   * @throws SlowClientException if the client is slower than the rate
   */
  void count(long nanos, long moreBytes) throws SlowClientException {
    waited += nanos;
    bytes += moreBytes;
    if (nanosLeft() < 0) {
      throw new SlowClientException(
          "the client transfers less than " + BYTES_PER_SECOND + " bytes a second");
    }
  }

  /** How long the server waits for the next byte. */
  Duration timeLeft() {
    return Duration.ofNanos(nanosLeft());
  }

  private long nanosLeft() {
    return graceNanos + bytes * Duration.ofSeconds(1).toNanos() / BYTES_PER_SECOND - waited;
  }
}
