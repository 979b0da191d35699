package dev.perennial.local.manifest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Optional;

/**
 * How hard a delivery is tried and what happens when it fails for good.
 *
 * @param retry attempts after the first one
 * @param backoffDelay the unit of the wait between two attempts
 * @param timeout of one attempt
 * @param deadLetterSink where an undeliverable event goes; without one it is gone
 */
public record Delivery(
    int retry,
    BackoffPolicy backoffPolicy,
    Duration backoffDelay,
    Duration timeout,
    Optional<Destination> deadLetterSink) {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration DEFAULT_BACKOFF_DELAY = Duration.ofSeconds(1);

  /**
   * What Knative does for a Trigger when neither it nor its Broker has a {@code delivery}: one
   * attempt.
   */
  static final Delivery ONE_ATTEMPT =
      new Delivery(
          0, BackoffPolicy.EXPONENTIAL, DEFAULT_BACKOFF_DELAY, DEFAULT_TIMEOUT, Optional.empty());

  /** What Knative does for a KafkaSource without a {@code delivery}. */
  static final Delivery SOURCE_DEFAULT =
      new Delivery(
          10, BackoffPolicy.EXPONENTIAL, Duration.ofSeconds(10), DEFAULT_TIMEOUT, Optional.empty());

  /** How the wait grows from one attempt to the next. */
  public enum BackoffPolicy {
    @JsonProperty("exponential")
    EXPONENTIAL,
    @JsonProperty("linear")
    LINEAR
  }
}
